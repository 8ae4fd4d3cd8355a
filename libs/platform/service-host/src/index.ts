export { Database, isDatabaseAway } from './database/database.js';
export { HostedService } from './hosted-service.js';
export { HttpConnections } from './http.js';
export { type RunOptions, runService } from './run-service.js';
export { PUBLIC, Public } from './probes.controllers.js';
export { ConfigError, type EnvironmentPart, jsonFile, keyRing, outsideSandbox, readEnvironment, secret, type ServiceEnvironment } from './environment.js';
export { environmentOf, publicKeys, readServiceConfig, retentionDays, sealingKey, ServiceConfig } from './service.config.js';
export { ServiceModule, type ServiceModuleOptions } from './service.module.js';
export { ServiceState } from './service.state.js';
