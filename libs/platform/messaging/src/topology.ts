import type { Contract } from '@sluice/contract-kit';
import type { Channel, Options } from 'amqplib';
import { inboxes, type BrokerNames, type Inbox } from './names.js';

/** Deliveries of one message that may end with a dead process before it goes to the dead letters. */
export const DELIVERY_LIMIT = 5;

/** In the suspects' queue each message is alone, so fewer deaths are needed to know it. */
const SUSPECT_DELIVERY_LIMIT = 3;

/** A question nobody picked up by then is asked again by its caller, or nobody waits for it any more. */
const REQUEST_TTL_MS = 30_000;

export const inboxOf = (contract: Contract): Inbox => `${contract.kind}s`;

/** Dead-lettering at least once needs a quorum queue that refuses rather than drops when it is full. */
const quorum = (more: Record<string, unknown>): Options.AssertQueue => ({
  durable: true,
  arguments: { 'x-queue-type': 'quorum', 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish', ...more },
});

const inbox = (names: BrokerNames, limit: number): Options.AssertQueue =>
  quorum({ 'x-delivery-limit': limit, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': names.dead });

export async function declareExchanges(channel: Channel, names: BrokerNames): Promise<void> {
  for (const each of inboxes) await channel.assertExchange(names.exchange(each), 'topic', { durable: true });
}

/** The routing keys that lead into a service's queue: everything addressed to it, but only those events that it handles. */
const bindingKeys = (kind: Inbox, service: string, contracts: readonly Contract[]): readonly string[] =>
  kind === 'events' ? contracts.map((contract) => contract.type) : [`${service}.#`];

export async function declareInbox(channel: Channel, names: BrokerNames, kind: Inbox, service: string, contracts: readonly Contract[]): Promise<void> {
  const queue = names.queue(kind);
  const requests: Options.AssertQueue = { durable: true, arguments: { 'x-queue-type': 'classic', 'x-message-ttl': REQUEST_TTL_MS } };
  await channel.assertQueue(queue, kind === 'requests' ? requests : inbox(names, DELIVERY_LIMIT));
  for (const key of bindingKeys(kind, service, contracts)) await channel.bindQueue(queue, names.exchange(kind), key);
}

/**
 * Delays: a fanout exchange and a queue for each length, since a longer wait at the head would hold up the shorter ones
 * behind it. The message keeps the name of the queue it came from as its routing key and so returns there.
 */
export async function declareFailurePaths(channel: Channel, names: BrokerNames, delaysMs: readonly number[]): Promise<void> {
  await channel.assertQueue(names.dead, { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': -1 } });
  await channel.assertQueue(names.suspects, inbox(names, SUSPECT_DELIVERY_LIMIT));
  for (const delayMs of new Set(delaysMs)) {
    const name = names.delay(delayMs);
    await channel.assertExchange(name, 'fanout', { durable: true });
    await channel.assertQueue(name, quorum({ 'x-message-ttl': delayMs, 'x-dead-letter-exchange': '' }));
    await channel.bindQueue(name, name, '');
  }
}
