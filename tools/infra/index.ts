export type { BrokerNode, Infrastructure, InfrastructureOptions, Progress, Way } from './infrastructure.ts';
export { SetupError } from './setup-error.ts';
export { shellEnvironment } from './debian/shell-programs.ts';
export { prometheusPrograms, type PrometheusPrograms } from './debian/prometheus.ts';
export { startInfrastructure } from './start.ts';
export { infrastructureStatus, removeInfrastructure, stopInfrastructure, type ProcessStatus } from './stop.ts';
