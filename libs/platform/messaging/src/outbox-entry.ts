import { envelopeSchema, type MessageContract, type Outgoing, type RawEnvelope } from '@sluice/contract-kit';
import { type FieldProblem, idFrom, type RefusalCode, refusalCodes } from '@sluice/kernel';
import { currentLogFields, currentTraceparent } from '@sluice/telemetry';
import { z } from 'zod';

/** Why something is sent or changed: a message, a request or a timer. Every envelope is a cause. */
export interface Cause {
  readonly id: string;
  readonly tenantId: string;
  readonly withdrawalId?: string | undefined;
  /** The app whose answers queue an answer goes to. */
  readonly replyTo?: string | undefined;
  readonly traceparent?: string | undefined;
  /** In which the withdrawal was made, for traces and logs. */
  readonly dialect?: string | undefined;
  /** Set by a timer: the version it fired for, so that a change finds out that the aggregate has moved on. */
  readonly timer?: { readonly aggregateId: string; readonly version: number } | undefined;
}

/**
 * What a message's id is made from, beside its type and position: the aggregate and the version that it was decided with.
 * A cause alone is not enough: one cause may lead to messages about two aggregates, and to two about one.
 */
export interface MessageSource {
  readonly aggregate: string;
  readonly version: number;
  /** For what is sent without a change: the cause that asked for it. */
  readonly causeId?: string | undefined;
}

/** Where the reply to a request goes. Can be stored with an aggregate until the reply is known. */
export interface ReplyAddress {
  readonly queue: string;
  readonly correlationId: string;
}

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details: readonly FieldProblem[];
}

/** What comes back for a request: its reply, a refusal in code, or word that the service failed. */
export const replySchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('replied'), reply: z.unknown() }),
  z.object({
    outcome: z.literal('refused'),
    code: z.enum(refusalCodes),
    message: z.string(),
    details: z.array(z.object({ field: z.string(), message: z.string() })).readonly(),
  }),
  /** `away`: the service could not try, being without its database. */
  z.object({ outcome: z.literal('failed'), message: z.string(), away: z.boolean().optional() }),
]);

export type ReplyMessage = z.infer<typeof replySchema>;

export const replyText = (reply: ReplyMessage): string => JSON.stringify(reply);

/** The reply to a request whose handler returned `deferred`. */
export type Deferred =
  | { readonly replyAddress: ReplyAddress; readonly reply: unknown }
  | { readonly replyAddress: ReplyAddress; readonly refusal: Refusal };

export type Sent = Outgoing | Deferred;

/** The exchange by its last word; the publisher puts the namespace before it. `reply`: straight to the reply queue of who requested. */
export type EntryExchange = 'commands' | 'answers' | 'events' | 'reply';

/** A message as it waits in an aggregate's document until the broker has confirmed it. */
export interface OutboxEntry {
  readonly id: string;
  readonly exchange: EntryExchange;
  readonly routingKey: string;
  readonly mandatory: boolean;
  readonly type: string;
  /** Whose work it is: tenants that wait take turns. Absent in what an older version stored. */
  readonly tenantId?: string | undefined;
  /** For the span of its publishing, like `dialect`. */
  readonly withdrawalId?: string | undefined;
  readonly dialect?: string | undefined;
  /** The JSON text as it goes over the wire: kept as text so that any body fits into any document. */
  readonly content: string;
  readonly correlationId?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Wall-clock time of the write; the sweeper goes by it. */
  readonly at: Date;
}

const exchanges = { command: 'commands', answer: 'answers', event: 'events' } as const satisfies Record<MessageContract['kind'], EntryExchange>;

/** An answer is addressed to the app that asked; commands and events are routed by their type alone. */
function routingKeyOf({ contract, replyTo }: Outgoing, cause: Cause): string {
  if (contract.kind !== 'answer') return contract.type;
  const replyService = replyTo ?? cause.replyTo;
  if (replyService === undefined) throw new TypeError(`The answer ${contract.type} has no destination: neither it nor its cause names who sent the command.`);
  return `${replyService}.${contract.type}`;
}

function envelopeOf(sent: Outgoing, cause: Cause, id: string, service: string, at: Date): RawEnvelope {
  return envelopeSchema.parse({
    id,
    type: sent.contract.type,
    version: 1,
    tenantId: cause.tenantId,
    withdrawalId: sent.withdrawalId ?? cause.withdrawalId,
    causationId: cause.id,
    replyTo: sent.contract.kind === 'command' ? service : undefined,
    traceparent: currentTraceparent() ?? cause.traceparent,
    dialect: cause.dialect ?? currentLogFields().dialect,
    occurredAt: at.toISOString(),
    body: sent.contract.body.parse(sent.body),
  });
}

function originOf(service: string, { aggregate, version, causeId }: MessageSource): readonly string[] {
  return [service, aggregate, String(version), ...(causeId === undefined ? [] : [causeId])];
}

/** What stands in an entry beside its content: a field that is absent is not stored. */
const present = ({ withdrawalId, dialect }: RawEnvelope): Pick<OutboxEntry, 'withdrawalId' | 'dialect'> => ({ ...(withdrawalId && { withdrawalId }), ...(dialect && { dialect }) });

function messageEntry(sent: Outgoing, cause: Cause, id: string, service: string, at: Date): OutboxEntry {
  const { contract } = sent;
  const envelope = envelopeOf(sent, cause, id, service, at);
  return {
    id: envelope.id,
    exchange: exchanges[contract.kind],
    routingKey: routingKeyOf(sent, cause),
    mandatory: true,
    type: contract.type,
    tenantId: cause.tenantId,
    ...present(envelope),
    content: JSON.stringify(envelope),
    traceparent: envelope.traceparent,
    at,
  };
}

function replyEntry(sent: Deferred, cause: Cause, origin: readonly string[], at: Date): OutboxEntry {
  const { queue, correlationId } = sent.replyAddress;
  return {
    id: idFrom(...origin, 'reply', correlationId),
    exchange: 'reply',
    routingKey: queue,
    mandatory: false,
    type: 'reply',
    content: 'refusal' in sent ? replyText({ outcome: 'refused', ...sent.refusal }) : replyText({ outcome: 'replied', reply: sent.reply }),
    correlationId,
    traceparent: currentTraceparent() ?? cause.traceparent,
    at,
  };
}

/**
 * What is sent because of a cause, ready for an outbox. The ids follow from the source, the type and the position
 * among the same type: what is sent twice is seen to be a copy.
 * @throws ZodError when a body does not fit its contract, before anything is written.
 */
export function toEntries(sent: readonly Sent[], cause: Cause, service: string, at: Date, source: MessageSource): OutboxEntry[] {
  const origin = originOf(service, source);
  const positions = new Map<string, number>();
  return sent.map((item) => {
    if ('replyAddress' in item) return replyEntry(item, cause, origin, at);
    const position = positions.get(item.contract.type) ?? 0;
    positions.set(item.contract.type, position + 1);
    return messageEntry(item, cause, idFrom(...origin, item.contract.type, String(position)), service, at);
  });
}
