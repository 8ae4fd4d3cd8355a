export { allAlerts } from './rules.ts';
export { dashboards, queriesOf } from './dashboards.ts';
export { PrometheusServer } from './prometheus-server.ts';
