import { envelopeSchema, type MessageContract, type Outgoing, type RawEnvelope } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { currentLogFields, currentTraceparent } from '@sluice/telemetry';
import type { Cause, Deferred, EntryExchange, MessageSource, OutboxEntry, Sent } from './outbox-entry.js';
import { replyText } from './reply.js';

const exchanges = { command: 'commands', answer: 'answers', event: 'events' } as const satisfies Record<MessageContract['kind'], EntryExchange>;

/** An answer is addressed to the app that asked; commands and events are routed by their type alone. */
function routingKeyOf({ contract, replyTo }: Outgoing, cause: Cause): string {
  if (contract.kind !== 'answer') return contract.type;
  const asker = replyTo ?? cause.replyTo;
  if (asker === undefined) throw new TypeError(`The answer ${contract.type} has nobody to go to: neither it nor its cause names who asked.`);
  return `${asker}.${contract.type}`;
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
