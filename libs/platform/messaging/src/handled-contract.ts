import { envelopeSchema, type Contract, type Envelope } from '@sluice/contract-kit';
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import { Park } from './errors.js';
import { jsonIn } from './json.js';

/** A contract and the controller's method that handles it. */
export interface HandledContract {
  readonly contract: Contract;
  readonly invoke: (message: Envelope) => Promise<unknown>;
}

export const handledContract = (contract: Contract, handler: MessageHandler): HandledContract => ({
  contract,
  invoke: async (message) => {
    const result: unknown = await handler(message, {});
    return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
  },
});

/** Names fields and rules but no values: messages broken in the same way have the same cause. */
const problems = (error: z.ZodError): string => error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');

/** Reads a message and finds who handles it. @throws Park when it can never be handled. */
export function readMessage(content: Buffer, handled: ReadonlyMap<string, HandledContract>): { message: Envelope; by: HandledContract } {
  const json = jsonIn(content);
  if (json === undefined) throw new Park('The body is not JSON.');
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw new Park(`The envelope is not one: ${problems(envelope.error)}.`);
  const by = handled.get(envelope.data.type);
  if (by === undefined) throw new Park(`Nobody here handles ${envelope.data.type}.`);
  const schema = by.contract.kind === 'request' ? by.contract.ask : by.contract.body;
  const body = schema.safeParse(envelope.data.body);
  if (!body.success) throw new Park(`The body of ${envelope.data.type} breaks its contract: ${problems(body.error)}.`);
  return { message: { ...envelope.data, body: body.data }, by };
}
