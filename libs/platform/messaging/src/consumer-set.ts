import type { Trail } from '@sluice/telemetry';
import type { ChannelModel } from 'amqplib';
import type { Bindings } from './bindings.js';
import type { ConnectionPart } from './broker.connection.js';
import { type DeadLetterStore, DeadLetterWork } from './dead-letters.js';
import type { HandledContract } from './handlers.js';
import { InboxConsumer, type Share, type Work } from './inbox.consumer.js';
import { MessageWork } from './message.work.js';
import type { MessagingOptions, DependencyHealth } from './messaging.options.js';
import { BrokerNames, declareFailurePaths, declareInbox, type Inbox, inboxes, inboxOf } from './topology.js';
import type { Publisher } from './publisher.js';
import { RequestWork } from './request.work.js';

/** More than is worked on at once is taken in, so that another tenant's message is seen behind a burst of one. */
const MESSAGES: Share = { prefetch: 200, atOnce: 20, ofOneTenant: 15 };

/** Requests that wait for another service must leave room for those that need nobody; how many may wait is bounded where they wait. */
const REQUESTS: Share = { prefetch: 200, atOnce: 200, ofOneTenant: 150 };

/** One after the other: it may be what the processes died of. */
const ISOLATED: Share = { prefetch: 1, atOnce: 1, ofOneTenant: 1 };
const DEAD: Share = { prefetch: 20, atOnce: 20, ofOneTenant: 20 };

const DEFAULT_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
const A_DAY_MS = 86_400_000;
const SIX_HOURS_MS = 21_600_000;
const FIVE_MINUTES_MS = 300_000;

const nothing = (): Promise<void> => Promise.resolve();

/** The consumers that a service needs for what it handles, and no more. */
export class ConsumerSet {
  private readonly names: BrokerNames;
  private readonly consumers: readonly InboxConsumer[];
  private readonly deadLetters: DeadLetterWork;
  private readonly pausable: InboxConsumer[] = [];

  constructor(private readonly options: MessagingOptions, private readonly publisher: Publisher, store: DeadLetterStore, private readonly trail: Trail, private readonly surroundings: DependencyHealth, private readonly bindings: Bindings, private readonly handled: readonly HandledContract[]) {
    this.names = new BrokerNames(options.namespace, options.service);
    this.deadLetters = new DeadLetterWork(options.service, store);
    for (const { contract } of handled) this.refuseForeign(contract.kind, contract.service, contract.type);
    const used = inboxes.filter((inbox) => this.handledIn(inbox).length > 0);
    const messages = used.filter((inbox) => inbox !== 'requests');
    const failures = messages.length > 0 ? this.failureConsumers() : [];
    this.consumers = [...failures, ...used.map((inbox) => this.inboxConsumer(inbox))];
    surroundings.onChange((usable) => this.follow(usable));
    this.follow(surroundings.usable);
  }

  /** While the database is away nothing is taken that could only fail. Requests are, because who waits wants to know; dead letters wait by themselves. */
  private follow(usable: boolean): void {
    for (const consumer of this.pausable) if (usable) consumer.resume();
    else consumer.pause();
  }

  get messageQueues(): readonly string[] {
    return inboxes.filter((inbox) => inbox !== 'requests' && this.handledIn(inbox).length > 0).map((inbox) => this.names.queue(inbox));
  }

  get parts(): readonly ConnectionPart[] {
    return this.consumers;
  }

  async drain(timeoutMs: number): Promise<void> {
    this.deadLetters.stop();
    await Promise.all(this.consumers.map((consumer) => consumer.drain(timeoutMs)));
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
  }

  private handledIn(inbox: Inbox): HandledContract[] {
    return this.handled.filter(({ contract }) => inboxOf(contract) === inbox);
  }

  /** A command or request for another service would never arrive: its key leads to that service's queue. */
  private refuseForeign(kind: string, service: string, type: string): void {
    if ((kind === 'command' || kind === 'request') && service !== this.options.service) throw new Error(`${type} cannot be handled by ${this.options.service}: it is sent to ${service}.`);
  }

  private inboxConsumer(inbox: Inbox): InboxConsumer {
    const contracts = this.handledIn(inbox);
    const handled = new Map(contracts.map((each) => [each.contract.type, each]));
    const { service } = this.options;
    const work = inbox === 'requests' ? new RequestWork({ service, queue: this.names.queue(inbox), publisher: this.publisher, handled, trail: this.trail, surroundings: this.surroundings, handlerTimeoutMs: this.handlerTimeoutMs }).work : this.messageWork(handled, this.names.queue(inbox));
    const declare = (model: ChannelModel): Promise<void> => declareInbox(model, this.names, inbox, service, contracts.map(({ contract }) => contract));
    const consumer = this.consumer(this.names.queue(inbox), this.shareOf(inbox), declare, work);
    if (inbox !== 'requests') this.pausable.push(consumer);
    return consumer;
  }

  /** Opened before the inboxes, so that a message that fails finds the way it has to take. */
  private failureConsumers(): InboxConsumer[] {
    const all = new Map(this.handled.map((each) => [each.contract.type, each]));
    const declare = (model: ChannelModel): Promise<void> => declareFailurePaths(model, this.names, this.delaysMs);
    const isolated = this.consumer(this.names.isolationQueue, ISOLATED, nothing, this.messageWork(all, this.names.isolationQueue));
    this.pausable.push(isolated);
    return [this.consumer(this.names.dead, DEAD, declare, this.deadLetters.work), isolated];
  }

  private shareOf(inbox: Inbox): Share {
    const { prefetch } = this.options;
    if (prefetch !== undefined) return { prefetch, atOnce: prefetch, ofOneTenant: prefetch };
    return inbox === 'requests' ? REQUESTS : MESSAGES;
  }

  private get delaysMs(): readonly number[] {
    return this.options.retryDelaysMs ?? DEFAULT_DELAYS_MS;
  }

  private get handlerTimeoutMs(): number {
    return this.options.handlerTimeoutMs ?? FIVE_MINUTES_MS;
  }

  private messageWork(handled: ReadonlyMap<string, HandledContract>, queue: string): Work {
    const { names, publisher, trail, surroundings, bindings, handlerTimeoutMs } = this;
    const { service, earlyForMs = A_DAY_MS, unknownForMs = SIX_HOURS_MS } = this.options;
    const budgets = { delaysMs: this.delaysMs, earlyForMs, unknownForMs };
    return new MessageWork({ service, names, publisher, handled, trail, surroundings, bindings, handlerTimeoutMs, budgets }).on(queue);
  }

  private consumer(queue: string, share: Share, declare: (model: ChannelModel) => Promise<void>, work: Work): InboxConsumer {
    return new InboxConsumer({ service: this.options.service, queue, share, declare, work });
  }
}
