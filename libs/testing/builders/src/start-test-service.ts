import { randomBytes } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { MessageContract } from '@sluice/contract-kit';
import type { KeyRing } from '@sluice/kernel';
import { MessagingOptions, Requests } from '@sluice/messaging';
import { HostedService, publicKeys, ServiceConfig } from '@sluice/service-host';
import { createConnection } from 'mongoose';
import type { z } from 'zod';
import { deleteBrokerObjects } from './broker-cleanup.js';
import { BrokerProbe, type Message, type SendContext } from './broker-probe.js';
import { infrastructure } from './infrastructure.js';

export interface TestServiceOptions {
  readonly module: Type;
  readonly service: string;
  /** Random unless told: give two services the same one to let them talk. */
  readonly namespace?: string | undefined;
  /** True unless told. */
  readonly sandbox?: boolean | undefined;
  /** Short unless told: 50 ms, 100 ms. */
  readonly retryDelaysMs?: readonly number[] | undefined;
  /** The same as in `runService`. */
  readonly configure?: ((app: NestExpressApplication) => void | Promise<void>) | undefined;
  readonly rawBody?: boolean | undefined;
  /** Another address of the broker, such as a proxy's. */
  readonly amqpUrl?: string | undefined;
  /** What fields are sealed with; those of a sandbox unless told. */
  readonly dataKeys?: KeyRing | undefined;
  /** Another address of the database. */
  readonly mongodbUri?: string | undefined;
  /** True unless told. When false the probe binds no queue, so that a message without a listener is unroutable. */
  readonly hear?: boolean | undefined;
  /** More of the messaging options, such as `prefetch`. */
  readonly messaging?: Partial<MessagingOptions> | undefined;
  /** Providers that stand in for others: `[[BankRail, fakeBankRail]]`. */
  readonly overrides?: readonly (readonly [provider: unknown, instead: unknown])[] | undefined;
}

export interface TestService {
  readonly app: NestExpressApplication;
  readonly namespace: string;
  /** Base address of the service's HTTP port. */
  readonly url: string;
  /** Asks other services as this one would, and waits for a minute unless told: that ends what hangs, and measures no busy machine. */
  readonly requests: Pick<Requests, 'request'>;
  readonly probe: BrokerProbe;
  /** Sends a command, an answer to this service or an event, as another service would. Resolves with its envelope's id. */
  publish<C extends MessageContract>(contract: C, body: z.input<C['body']>, context?: SendContext): Promise<string>;
  /** The next message of this type that anyone in the namespace sent, in order of arrival; each is given out once. */
  next<C extends MessageContract>(contract: C, timeoutMs?: number): Promise<Message<C>>;
  /** All messages of this type so far that `next` has not given out. */
  seen<C extends MessageContract>(contract: C): Message<C>[];
  /** Stops the service in order, as on SIGTERM, and leaves its data where it is. */
  stopOnly(): Promise<void>;
  /** Stops the service, deletes its queues and drops its database. */
  stop(): Promise<void>;
}

const SHORT_DELAYS_MS = [50, 100];
const A_MINUTE_MS = 60_000;

/** Boots the same application as in production against the real broker and database named by MONGODB_URI and AMQP_URL. */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  const { service, namespace = `t-${randomBytes(4).toString('hex')}` } = options;
  const { mongodbUri, amqpUrl } = infrastructure();
  const config: ServiceConfig = {
    service, port: 0, mongodbUri: options.mongodbUri ?? mongodbUri, amqpUrl: options.amqpUrl ?? amqpUrl, namespace, sandbox: options.sandbox ?? true,
    databaseEndAfterMs: 300_000, logLevel: logLevel(), dataKeys: options.dataKeys ?? publicKeys(),
  };
  const retryDelaysMs = options.retryDelaysMs ?? SHORT_DELAYS_MS;
  const messaging: MessagingOptions = { service, namespace, url: config.amqpUrl, retryDelaysMs, ...options.messaging };
  const app = await createApplication(options, config, messaging);
  const hosted = new HostedService(app);
  await options.configure?.(app);
  const probe = await BrokerProbe.open(amqpUrl, namespace, options.hear);
  await hosted.start(0);
  let stopping: Promise<void> | null = null;
  const stopOnly = (): Promise<void> => (stopping ??= hosted.stop());
  return {
    app, namespace, probe, stopOnly,
    url: `http://127.0.0.1:${((app.getHttpServer() as Server).address() as AddressInfo).port}`,
    requests: patient(app.get(Requests)),
    publish: (contract, body, context) => probe.send(contract, body, contract.kind === 'answer' ? { replyTo: service, ...context } : context),
    next: (contract, timeoutMs) => probe.next(contract, timeoutMs),
    seen: (contract) => probe.seen(contract),
    stop: async () => {
      await stopOnly();
      await probe.close();
      await dropDatabase(mongodbUri, `${namespace}_${service}`);
      await deleteBrokerObjects(amqpUrl, namespace, service, retryDelaysMs);
    },
  };
}

const patient = (requests: Requests): Pick<Requests, 'request'> => ({
  request: (contract, ask, context) => requests.request(contract, ask, { timeoutMs: A_MINUTE_MS, ...context }),
});

async function dropDatabase(uri: string, name: string): Promise<void> {
  const connection = await createConnection(uri, { dbName: name }).asPromise();
  await connection.dropDatabase();
  await connection.close();
}

/** Tests stay quiet unless TEST_LOG_LEVEL asks for what a service says. */
const logLevel = (): ServiceConfig['logLevel'] => (process.env['TEST_LOG_LEVEL'] as ServiceConfig['logLevel'] | undefined) ?? 'silent';

async function createApplication({ module, overrides = [], rawBody = false }: TestServiceOptions, config: ServiceConfig, messaging: MessagingOptions): Promise<NestExpressApplication> {
  const builder = Test.createTestingModule({ imports: [module] }).overrideProvider(ServiceConfig).useValue(config).overrideProvider(MessagingOptions).useValue(messaging);
  for (const [provider, instead] of overrides) builder.overrideProvider(provider).useValue(instead);
  const compiled = await builder.compile();
  return compiled.createNestApplication<NestExpressApplication>({ bufferLogs: true, rawBody });
}
