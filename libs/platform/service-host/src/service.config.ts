/** What a service is told by its environment. */
export abstract class ServiceConfig {
  abstract readonly service: string;
  abstract readonly port: number;
  abstract readonly mongodbUri: string;
  abstract readonly amqpUrl: string;
  abstract readonly namespace: string;
  /** True only where tenants' clocks can be advanced and the outside world is simulated. */
  abstract readonly sandbox: boolean;
  abstract readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}
