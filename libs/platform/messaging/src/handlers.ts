import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { type MessageHandler, MessagePattern } from '@nestjs/microservices';
import { type RequestOf, type BodyOf, type Contract, type Envelope, envelopeSchema, type MessageContract, type ReplyOf, type RequestContract } from '@sluice/contract-kit';
import type { ConsumeMessage } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import { mayBeNewer, NotKnownYet, Park } from './failures.js';
import { jsonOf } from './message-groups.js';
import type { ReplyAddress } from './outbox-entry.js';

/** Gives a handler's error to the transport as it was thrown: Nest's own filter would replace it by "Internal server error". */
@Catch()
export class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/** Returned by a request's handler whose reply comes later, through an outbox. */
export const deferred: unique symbol = Symbol('deferred');

/** What a request's handler is given: the parsed request and where its reply goes. */
export type RequestMessage<C extends RequestContract> = Envelope<RequestOf<C>> & { readonly replyAddress: ReplyAddress };

type HandlerDecorator<Handler> = <H extends Handler>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>) => void;

const handlerOf = (contracts: readonly Contract[]): MethodDecorator =>
  applyDecorators(MessagePattern(contracts.map(({ type }) => type), undefined, { contracts }), UseFilters(RethrowFilter));

/** The method handles these commands, answers or events. It returns when the work is stored, and throws to have it tried again. */
export const OnMessage = <C extends MessageContract>(...contracts: readonly [C, ...C[]]): HandlerDecorator<(message: Envelope<BodyOf<C>>) => Promise<unknown>> =>
  handlerOf(contracts);

/** The method answers this request with its reply, refuses it by throwing a `DomainError`, or returns `deferred`. */
export const OnRequest = <C extends RequestContract>(contract: C): HandlerDecorator<(request: RequestMessage<C>) => Promise<ReplyOf<C> | typeof deferred>> =>
  handlerOf([contract]);

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

const refuse = (said: string, error: z.ZodError): never => {
  throw mayBeNewer(error) ? new NotKnownYet(said) : new Park(said);
};

/** Reads a message and finds who handles it. @throws Park when it can never be handled; NotKnownYet when a newer instance may. */
export function readMessage(message: Pick<ConsumeMessage, 'content'>, handled: ReadonlyMap<string, HandledContract>): { message: Envelope; by: HandledContract } {
  const json = jsonOf(message);
  if (json === undefined) throw new Park('The body is not JSON.');
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return refuse(`The envelope is not one: ${problems(envelope.error)}.`, envelope.error);
  const by = handled.get(envelope.data.type);
  if (by === undefined) throw new NotKnownYet(`Nobody here handles ${envelope.data.type}.`);
  const schema = by.contract.body;
  const body = schema.safeParse(envelope.data.body);
  if (!body.success) return refuse(`The body of ${envelope.data.type} breaks its contract: ${problems(body.error)}.`, body.error);
  return { message: { ...envelope.data, body: body.data }, by };
}
