import { applyDecorators, UseFilters } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import type { AskOf, BodyOf, Contract, Envelope, MessageContract, ReplyOf, RequestContract } from '@sluice/contract-kit';
import type { ReplyAddress } from './outbox-entry.js';
import { RethrowFilter } from './rethrow.filter.js';

/** Returned by a request's handler whose reply comes later, through an outbox. */
export const deferred: unique symbol = Symbol('deferred');

/** What a request's handler is given: the parsed ask and where its reply goes. */
export type Ask<C extends RequestContract> = Envelope<AskOf<C>> & { readonly replyAddress: ReplyAddress };

type HandlerDecorator<Handler> = <H extends Handler>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>) => void;

const handlerOf = (contracts: readonly Contract[]): MethodDecorator =>
  applyDecorators(MessagePattern(contracts.map(({ type }) => type), undefined, { contracts }), UseFilters(RethrowFilter));

/** The method handles these commands, answers or events. It returns when the work is stored, and throws to have it tried again. */
export const OnMessage = <C extends MessageContract>(...contracts: readonly [C, ...C[]]): HandlerDecorator<(message: Envelope<BodyOf<C>>) => Promise<unknown>> =>
  handlerOf(contracts);

/** The method answers this request with its reply, refuses it by throwing a `DomainError`, or returns `deferred`. */
export const OnRequest = <C extends RequestContract>(contract: C): HandlerDecorator<(ask: Ask<C>) => Promise<ReplyOf<C> | typeof deferred>> =>
  handlerOf([contract]);
