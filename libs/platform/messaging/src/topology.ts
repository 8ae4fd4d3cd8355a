import { Logger } from '@nestjs/common';
import type { Contract } from '@sluice/contract-kit';
import type { Channel, ChannelModel, Options } from 'amqplib';
import type { EntryExchange } from './outbox-entry.js';

/** What a service is sent: three kinds of messages and requests, each over an exchange and a queue of its own. */
export type Inbox = Exclude<EntryExchange, 'reply'> | 'requests';

export const inboxes: readonly Inbox[] = ['commands', 'answers', 'events', 'requests'];

/** Every name at the broker follows from the namespace, the service and the kind; none is written twice. */
export class BrokerNames {
  constructor(private readonly namespace: string, private readonly service: string) {}

  exchange(inbox: Inbox): string {
    return `${this.namespace}.${inbox}`;
  }

  /** Reaches every instance of a service; the routing key is the service's name. */
  get broadcasts(): string {
    return `${this.namespace}.broadcasts`;
  }

  /** Several messages as one; the routing key is the inbox's: service and kind. */
  get groups(): string {
    return `${this.namespace}.groups`;
  }

  queue(inbox: Inbox): string {
    return `${this.namespace}.${this.service}.${inbox}`;
  }

  /** Exchange and queue in which a message waits for its next attempt. */
  delay(delayMs: number): string {
    return `${this.namespace}.${this.service}.delay.${delayMs}`;
  }

  /** Where a message waits that was in hand when a process died, to be handled with no other beside it. */
  get isolationQueue(): string {
    return `${this.namespace}.${this.service}.suspects`;
  }

  /** Where a message waits that will not be tried again, until it lies in the dead-letter store. */
  get dead(): string {
    return `${this.namespace}.${this.service}.dead`;
  }
}

const PRECONDITION_FAILED = 406;
const logger = new Logger('Broker');

export const inboxOf = (contract: Contract): Inbox => `${contract.kind}s`;

/**
 * A queue's arguments are fixed for as long as it exists, so they hold only what a message would be lost without: where a dead one
 * goes, and that it gets there. Limits are policies of the broker (tools/infra/rabbitmq/policies.json) and may change at any time.
 * Dead-lettering at least once needs a quorum queue that refuses rather than drops when it is full.
 */
const quorum = (more: Record<string, unknown>): Options.AssertQueue => ({
  durable: true,
  arguments: { 'x-queue-type': 'quorum', 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish', ...more },
});

const inbox = (names: BrokerNames): Options.AssertQueue => quorum({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': names.dead });

/**
 * Each request carries its own expiration, so the queue needs none, and nothing is kept of one that cannot be handled. On several nodes
 * all the same: the queue of a service that lies on one node alone keeps that service from starting while the node is away.
 */
const requests: Options.AssertQueue = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

/** Unlimited as an argument, not by a policy: without either, the broker would drop a dead letter at its twentieth return. */
const dead: Options.AssertQueue = { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': -1 } };

export async function declareExchanges(channel: Channel, names: BrokerNames): Promise<void> {
  for (const name of [...inboxes.map((each) => names.exchange(each)), names.groups]) await channel.assertExchange(name, 'topic', { durable: true });
}

/** Work on a channel of its own: an error of the broker closes the channel that it is told on. */
export async function onOwnChannel<T>(model: ChannelModel, work: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await model.createChannel();
  channel.on('error', (error) => logger.debug(error.message)); // The work's rejection tells it.
  const result = await work(channel);
  await channel.close();
  return result;
}

/** A queue that another version declared with other arguments goes on with those that it has. */
async function declareQueue(model: ChannelModel, name: string, options: Options.AssertQueue): Promise<void> {
  try {
    await onOwnChannel(model, (channel) => channel.assertQueue(name, options));
  } catch (error) {
    if ((error as { code?: unknown }).code !== PRECONDITION_FAILED) throw error;
    logger.log(`The queue ${name} was declared with other arguments by another version and goes on with them.`);
  }
}

/** The events that a service handles: each kind has a binding of its own. */
export const eventKeys = (contracts: readonly Contract[]): readonly string[] => contracts.filter((each) => inboxOf(each) === 'events').map(({ type }) => type);

export async function bindEvents(channel: Channel, names: BrokerNames, keys: readonly string[]): Promise<void> {
  for (const key of keys) await channel.bindQueue(names.queue('events'), names.exchange('events'), key);
}

export async function declareInbox(model: ChannelModel, names: BrokerNames, kind: Inbox, service: string, contracts: readonly Contract[]): Promise<void> {
  await declareQueue(model, names.queue(kind), kind === 'requests' ? requests : inbox(names));
  await onOwnChannel(model, async (channel) => {
    if (kind === 'events') await bindEvents(channel, names, eventKeys(contracts));
    else await channel.bindQueue(names.queue(kind), names.exchange(kind), `${service}.#`);
    if (kind === 'commands' || kind === 'answers') await channel.bindQueue(names.queue(kind), names.groups, `${service}.${kind}`);
  });
}

/**
 * Delays: a fanout exchange and a queue for each length, since a longer wait at the head would hold up the shorter ones
 * behind it. The message keeps the name of the queue it came from as its routing key and so returns there.
 */
export async function declareFailurePaths(model: ChannelModel, names: BrokerNames, delaysMs: readonly number[]): Promise<void> {
  await declareQueue(model, names.dead, dead);
  await declareQueue(model, names.isolationQueue, inbox(names));
  for (const delayMs of new Set(delaysMs)) {
    const name = names.delay(delayMs);
    await declareQueue(model, name, quorum({ 'x-message-ttl': delayMs, 'x-dead-letter-exchange': '' }));
    await onOwnChannel(model, async (channel) => {
      await channel.assertExchange(name, 'fanout', { durable: true });
      await channel.bindQueue(name, name, '');
    });
  }
}
