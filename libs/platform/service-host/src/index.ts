export { runService, type RunOptions } from './run-service.js';
export { ServiceConfig } from './service.config.js';
export { ServiceModule, type ServiceModuleOptions } from './service.module.js';
