import { writeSync } from 'node:fs';
import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { endProcess } from './logging.js';
import { ConfigError, type ServiceEnvironment } from './environment.js';
import { HostedService } from './hosted-service.js';
import { readServiceConfig } from './service.config.js';

export interface RunOptions {
  /** All that the service reads from its environment, with its name. */
  readonly environment: ServiceEnvironment;
  readonly module: Type;
  /** What only this service does to its HTTP side, before it listens: body limits, API documents, pipes. */
  readonly configure?: ((app: NestExpressApplication) => void | Promise<void>) | undefined;
  /** Keeps the raw request bodies, for signatures over them. */
  readonly rawBody?: boolean | undefined;
}

const STDERR = 2;

/** `node dist/main.js indexes`: makes what the database must have and ends, before a roll-out starts instances that need it. */
const ONLY_INDEXES = 'indexes';

/** `node dist/main.js reseal`: seals anew what was sealed by an older key and ends, beside instances that work, before the older key is taken away. */
const ONLY_RESEAL = 'reseal';

/** No outage leads here: every promise is awaited or caught. What does has nobody who knows what state it leaves, and the process ends. */
function endOnWhatNobodyCaught(service: string): void {
  const end = (kind: string) => (error: unknown): never => endProcess(new Logger('Process'), `${service} ends: ${kind}: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('uncaughtException', end('an error was caught by nobody'));
  process.on('unhandledRejection', end('a rejection was awaited by nobody'));
}

/** The whole of a service's `main.ts`: starts it and stops it in order on SIGTERM or SIGINT. */
export async function runService(options: RunOptions): Promise<void> {
  const { service } = options.environment;
  endOnWhatNobodyCaught(service);
  try {
    await startUntilSignal(options);
  } catch (error) {
    const message = error instanceof ConfigError ? error.message : `${service} cannot start: ${error instanceof Error ? error.stack : String(error)}`;
    writeSync(STDERR, `${message}\n`);
    process.exit(1);
  }
}

/** The environment is checked first and as a whole: parts of it are read from within Nest, each by itself, and an error would come out as a stack. */
async function startUntilSignal({ environment, module, configure, rawBody = false }: RunOptions): Promise<void> {
  environment.check();
  const { port } = readServiceConfig(environment.service, process.env);
  const app = await NestFactory.create<NestExpressApplication>(module, { bufferLogs: true, abortOnError: false, rawBody });
  const hosted = new HostedService(app);
  new Logger('Configuration').log({ msg: 'The configuration.', configuration: environment.printable() });
  if (process.argv[2] === ONLY_INDEXES) return endAfter(hosted.makeIndexes());
  if (process.argv[2] === ONLY_RESEAL) return endAfter(hosted.reseal());
  await configure?.(app);
  const stopping = stopOnSignal(hosted);
  await hosted.start(port).catch((error: unknown) => {
    if (!stopping()) throw error;
  });
}

/** Nothing was begun that would have to be ended: the process just goes. */
async function endAfter(work: Promise<unknown>): Promise<never> {
  await work;
  process.exit(0);
}

/**
 * A second signal finds the stop under way and changes nothing: the platform kills what takes too long.
 * @returns whether a signal has come: a start that it interrupts has not failed.
 */
function stopOnSignal(hosted: HostedService): () => boolean {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    hosted.stop().then(() => process.exit(0), (error: Error) => {
      writeSync(STDERR, `The service did not stop cleanly: ${error.stack ?? error.message}\n`);
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return () => stopping;
}
