import type { RefusalCode } from '@sluice/kernel';
import { z } from 'zod';

/** What travels around every message body. Times are ISO 8601; `traceparent` is W3C trace context. */
export const envelopeSchema = z.object({
  /** The same for every copy of one message: consumers deduplicate by it or by a business id in the body. */
  id: z.string().min(1),
  /** `<service>.<verb-noun>` as in the contract. */
  type: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  /** Version of the body's shape. */
  version: z.literal(1),
  tenantId: z.string().min(1),
  withdrawalId: z.string().min(1).optional(),
  /** Id of the message or request that led to this one. */
  causationId: z.string().min(1),
  /** The app whose answers queue the answer to a command goes to. */
  replyTo: z.string().min(1).optional(),
  traceparent: z.string().optional(),
  /** In which the withdrawal was made, for traces and logs. */
  dialect: z.string().optional(),
  occurredAt: z.iso.datetime(),
  body: z.unknown(),
});

export type RawEnvelope = z.infer<typeof envelopeSchema>;

/** A message whose body was parsed by its contract's schema. */
export interface Envelope<Body = unknown> extends Omit<RawEnvelope, 'body'> {
  readonly body: Body;
}

export type MessageKind = 'command' | 'answer' | 'event';

/** A message that is sent and not waited for. `sample` documents the body and is checked against it in tests. */
export interface MessageContract<Type extends string = string, Body extends z.ZodType = z.ZodType, Kind extends MessageKind = MessageKind> {
  readonly kind: Kind;
  readonly service: string;
  /** `<service>.<verb-noun>`; commands imperative, answers and events past tense. */
  readonly type: Type;
  readonly body: Body;
  readonly sample: z.input<Body>;
  /** For a command: every answer it can be given, so that its sender can be checked for completeness. */
  readonly answers: readonly string[];
}

/** A request whose caller waits for the reply. Safe to repeat. Refused only with the codes it names. */
export interface RequestContract<Body extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  readonly kind: 'request';
  readonly service: string;
  readonly type: string;
  readonly body: Body;
  readonly reply: Reply;
  readonly refusals: readonly RefusalCode[];
}

export type Contract = MessageContract | RequestContract;

export type BodyOf<C extends MessageContract> = z.output<C['body']>;
export type RequestOf<C extends RequestContract> = z.output<C['body']>;
export type ReplyOf<C extends RequestContract> = z.output<C['reply']>;

/** The vocabulary of one service, written as exported constants on one page. */
export function contractOf<Service extends string>(service: Service) {
  const message =
    <Kind extends MessageKind>(kind: Kind) =>
    <Name extends string, Body extends z.ZodType>(name: Name, body: Body, sample: z.input<Body>) => ({
      kind, service, type: `${service}.${name}` as const, body, sample, answers: [] as readonly string[],
    }) satisfies MessageContract<`${Service}.${Name}`, Body, Kind>;
  return {
    command: <Name extends string, Body extends z.ZodType>(
      name: Name,
      spec: { body: Body; sample: z.input<Body>; answers: readonly MessageContract[] },
    ) => ({ ...message('command')(name, spec.body, spec.sample), answers: spec.answers.map((answer) => answer.type) }),
    answer: message('answer'),
    event: message('event'),
    request: <Body extends z.ZodType, Reply extends z.ZodType>(
      name: string,
      spec: { body: Body; reply: Reply; refusals?: readonly RefusalCode[] },
    ): RequestContract<Body, Reply> => ({
      kind: 'request', service, type: `${service}.${name}`, body: spec.body, reply: spec.reply, refusals: spec.refusals ?? [],
    }),
  };
}

type Values<Module> = Module[keyof Module];

/** The bodies of a contract module's answers by their type: `{ 'ledger.hold-placed': { … } }`. */
export type AnswersOf<Module> = {
  [C in Extract<Values<Module>, { kind: 'answer' }> as C extends { type: infer Type extends string } ? Type : never]:
    C extends { body: infer Body extends z.ZodType } ? z.output<Body> : never;
};

/** A message about to be sent: its contract and a body that fits it. */
export interface Outgoing {
  readonly contract: MessageContract;
  readonly body: unknown;
  readonly withdrawalId?: string | undefined;
  /** For an answer: the app that sent the command. */
  readonly replyTo?: string | undefined;
}

export const send = <C extends MessageContract>(contract: C, body: BodyOf<C>, address: Pick<Outgoing, 'withdrawalId' | 'replyTo'> = {}): Outgoing => ({
  contract, body, ...address,
});
