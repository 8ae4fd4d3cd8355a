import type { INestApplication, Type } from '@nestjs/common';
import type { Envelope, MessageContract } from '@sluice/contract-kit';
import type { Requests } from '@sluice/messaging';
import type { z } from 'zod';

export interface TestServiceOptions {
  readonly module: Type;
  readonly service: string;
  /** Random unless told: give two services the same one to let them talk. */
  readonly namespace?: string | undefined;
  /** True unless told. */
  readonly sandbox?: boolean | undefined;
}

/** For whom a message is sent in a test. `tenantId` is `acme` and `replyTo` is `tester` unless told. */
export interface SendContext {
  readonly id?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly withdrawalId?: string | undefined;
  readonly replyTo?: string | undefined;
}

export interface TestService {
  readonly app: INestApplication;
  readonly namespace: string;
  /** Base address of the service's HTTP port. */
  readonly url: string;
  readonly requests: Requests;
  /** Sends a command, an answer to this service or an event, as another service would. Resolves with its envelope's id. */
  publish<C extends MessageContract>(contract: C, body: z.input<C['body']>, context?: SendContext): Promise<string>;
  /** The next message of this type that anyone in the namespace sent, in order of arrival; each is given out once. */
  next<C extends MessageContract>(contract: C, timeoutMs?: number): Promise<Envelope<z.output<C['body']>>>;
  /** All messages of this type so far that `next` has not given out. */
  seen<C extends MessageContract>(contract: C): Envelope<z.output<C['body']>>[];
  /** Stops the service, deletes its queues and drops its database. */
  stop(): Promise<void>;
}

/** Boots the same application as in production against the real broker and database named by MONGODB_URI and AMQP_URL. */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  throw new Error(`not there yet: ${options.service}`);
}
