export { isDatabaseAway } from './database/database-away.js';
export { HostedService } from './hosted-service.js';
export { HttpConnections } from './http-connections.js';
export { runService, type RunOptions } from './run-service.js';
export { PUBLIC, Public } from './public.decorator.js';
export { ConfigError, readEnvironment } from './read-environment.js';
export { readServiceConfig, ServiceConfig } from './service.config.js';
export { ServiceModule, type ServiceModuleOptions } from './service.module.js';
export { ServiceState } from './service.state.js';
