import type { Trail } from '@sluice/telemetry';
import type { Channel } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { DeadLetterWork } from './dead-letter.work.js';
import type { DeadLetterStore } from './dead-letter.js';
import type { HandledContract } from './handled-contract.js';
import { InboxConsumer, type Work } from './inbox.consumer.js';
import { MessageWork } from './message.work.js';
import type { MessagingOptions } from './messaging.options.js';
import { BrokerNames, inboxes, type Inbox } from './names.js';
import type { Publisher } from './publisher.js';
import { RequestWork } from './request.work.js';
import { declareFailurePaths, declareInbox, inboxOf } from './topology.js';

const DEFAULT_PREFETCH = 20;
const DEFAULT_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

const nothing = (): Promise<void> => Promise.resolve();

/** The consumers that a service needs for what it handles, and no more. */
export class ConsumerSet {
  private readonly names: BrokerNames;
  private readonly consumers: readonly InboxConsumer[];
  private readonly deadLetters: DeadLetterWork;

  constructor(private readonly options: MessagingOptions, private readonly publisher: Publisher, store: DeadLetterStore, private readonly trail: Trail, private readonly handled: readonly HandledContract[]) {
    this.names = new BrokerNames(options.namespace, options.service);
    this.deadLetters = new DeadLetterWork(options.service, store);
    for (const { contract } of handled) this.refuseForeign(contract.kind, contract.service, contract.type);
    const used = inboxes.filter((inbox) => this.handledIn(inbox).length > 0);
    const messages = used.filter((inbox) => inbox !== 'requests');
    this.consumers = [...(messages.length > 0 ? this.failureConsumers() : []), ...used.map((inbox) => this.inboxConsumer(inbox))];
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
    const work = inbox === 'requests' ? new RequestWork({ service, publisher: this.publisher, handled, trail: this.trail }).work : this.messageWork(handled, this.names.queue(inbox));
    const declare = (channel: Channel): Promise<void> => declareInbox(channel, this.names, inbox, service, contracts.map(({ contract }) => contract));
    return this.consumer(this.names.queue(inbox), this.options.prefetch ?? DEFAULT_PREFETCH, declare, work);
  }

  /** Opened before the inboxes, so that a message that fails finds the way it has to take. */
  private failureConsumers(): InboxConsumer[] {
    const all = new Map(this.handled.map((each) => [each.contract.type, each]));
    const declare = (channel: Channel): Promise<void> => declareFailurePaths(channel, this.names, this.delaysMs);
    return [
      this.consumer(this.names.dead, DEFAULT_PREFETCH, declare, this.deadLetters.work),
      this.consumer(this.names.suspects, 1, nothing, this.messageWork(all, this.names.suspects)),
    ];
  }

  private get delaysMs(): readonly number[] {
    return this.options.retryDelaysMs ?? DEFAULT_DELAYS_MS;
  }

  private messageWork(handled: ReadonlyMap<string, HandledContract>, queue: string): Work {
    const { names, publisher, trail } = this;
    return new MessageWork({ service: this.options.service, names, publisher, handled, trail, retryDelaysMs: this.delaysMs }).on(queue);
  }

  private consumer(queue: string, prefetch: number, declare: (channel: Channel) => Promise<void>, work: Work): InboxConsumer {
    return new InboxConsumer({ service: this.options.service, queue, prefetch, declare, work });
  }
}
