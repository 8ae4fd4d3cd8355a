import { Injectable, Logger } from '@nestjs/common';
import { BrokerHealth, MessagingOptions, Publisher, toEntries, type Cause, type OutboxEntry, type Sent } from '@sluice/messaging';
import type { AggregateModel } from './aggregate.document.js';
import { outboxFailures, outboxSwept } from './metrics.js';
import { OutboxClearing } from './outbox.clearing.js';

const SWEEP_EVERY_MS = 2_000;

/** Younger messages are being sent right now by whoever wrote them. */
const OLD_AFTER_MS = 3_000;

/** Documents per collection and sweep; the next sweep takes the next. */
const SWEEP_SIZE = 200;

/**
 * Messages wait in the document that they were decided with. They are sent right after the write and cleared out once
 * the broker has them; what a crash or an outage left behind is swept up by whichever instance comes by.
 */
@Injectable()
export class Outbox {
  private readonly logger = new Logger(Outbox.name);
  private readonly models = new Set<AggregateModel>();
  private readonly clearing = new OutboxClearing();
  private sweeping: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly publisher: Publisher, private readonly health: BrokerHealth, private readonly options: MessagingOptions) {}

  watch(model: AggregateModel): void {
    this.models.add(model);
  }

  start(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS);
  }

  /** Resolves when no sweep is running and every sent message is cleared. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.sweeping;
    await this.clearing.flush();
  }

  entriesFor(sent: readonly Sent[], cause: Cause): OutboxEntry[] {
    return toEntries(sent, cause, this.options.service, new Date());
  }

  /** Sends what is stored nowhere: when it fails, whatever caused it has to be handled again. */
  publish(entries: readonly OutboxEntry[]): Promise<void> {
    return this.publisher.publish(entries);
  }

  /** Sends what was just written. A failure is not the caller's: the messages are safe, and the sweeper sends them. */
  async publishWritten(model: AggregateModel, id: string, entries: readonly OutboxEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const results = await this.publisher.settle(entries);
    const sent = entries.filter((_, index) => results[index]?.status === 'fulfilled');
    if (sent.length > 0) this.clearing.add(model, id, sent.map((entry) => entry.id));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure === undefined) return;
    outboxFailures.inc({ service: this.options.service }, entries.length - sent.length);
    this.logger.warn(`${entries.length - sent.length} messages of ${model.modelName} ${id} wait in the outbox: ${String(failure.reason)}`);
  }

  /** Ids of a tenant's documents in which a message has waited since before `oldest`: nobody has been able to send it. */
  async stuck(tenantId: string, oldest: Date): Promise<string[]> {
    const found = await Promise.all([...this.models].map((model) =>
      model.collection.find({ tenantId, 'outbox.at': { $lt: oldest } }).project({ _id: 1 }).limit(SWEEP_SIZE).toArray()));
    return found.flat().map(({ _id }) => String(_id));
  }

  /** Sends and clears everything old that waits in any collection of this service. One sweep at a time. */
  sweep(): Promise<void> {
    this.sweeping = this.sweeping.then(() => this.sweepAll()).catch((error: Error) => this.logger.error(`A sweep failed: ${error.message}`, error.stack));
    return this.sweeping;
  }

  private async sweepAll(): Promise<void> {
    for (const model of this.models) if (this.health.ready()) await this.sweepCollection(model, new Date(Date.now() - OLD_AFTER_MS));
    await this.clearing.flush();
  }

  private async sweepCollection(model: AggregateModel, oldest: Date): Promise<void> {
    const documents = await model.collection.find({ 'outbox.at': { $lt: oldest } }).project({ outbox: 1 }).limit(SWEEP_SIZE).toArray();
    for (const { _id, outbox } of documents) {
      const old = (outbox as OutboxEntry[]).filter(({ at }) => at < oldest);
      outboxSwept.inc({ service: this.options.service }, old.length);
      await this.publishWritten(model, String(_id), old);
    }
  }
}
