import type { AddressInfo, Server } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { SimulatorsModule } from './simulators.module.js';
import type { SimulatorsOptions } from './simulators.options.js';

export interface Simulators {
  readonly url: string;
  /** Ends all connections and timers; what happened stays in the journals. */
  stop(): Promise<void>;
}

/** Starts all simulators in this process; port 0 is any free one. */
export async function startSimulators({ port, ...options }: SimulatorsOptions & { port: number }): Promise<Simulators> {
  const app = await NestFactory.create(SimulatorsModule.with(options), { logger: ['error', 'warn'], forceCloseConnections: true, abortOnError: false, rawBody: true });
  await app.listen(port);
  const address = (app.getHttpServer() as Server).address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}
