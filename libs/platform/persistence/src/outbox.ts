import { Injectable, Logger } from '@nestjs/common';
import { BrokerHealth, MessagingOptions, Publisher, toEntries, type Cause, type MessageSource, type OutboxEntry, type Sent } from '@sluice/messaging';
import type { AggregateDocument, AggregateModel } from './aggregate.document.js';
import { outboxFailures } from './metrics.js';
import { OutboxClearing } from './outbox.clearing.js';
import { OutboxSweeper } from './outbox.sweeper.js';

/** Ids of documents with stuck messages that are told of at once. */
const MOST_STUCK = 200;

/**
 * Messages wait in the document that they were decided with. They are sent right after the write and leave the document
 * with its next write, or a second later. What could not be sent is sent again by this process after growing pauses, and
 * what a crash left behind is swept up by whichever instance comes by.
 */
@Injectable()
export class Outbox {
  private readonly logger = new Logger(Outbox.name);
  private readonly models = new Set<AggregateModel>();
  private readonly clearing = new OutboxClearing();
  private readonly sweeper: OutboxSweeper;

  constructor(private readonly publisher: Publisher, health: BrokerHealth, private readonly options: MessagingOptions) {
    this.sweeper = new OutboxSweeper(options.service, this.models, health, {
      send: (model, id, entries) => this.publishAgain(model, id, entries),
      clear: () => this.clearing.flush(),
    });
  }

  /** `cleared` is called when messages were taken out of a document without a write of its own. */
  watch(model: AggregateModel, cleared: (id: string, entryIds: ReadonlySet<string>) => void = () => undefined): void {
    this.models.add(model);
    this.clearing.watch(model, cleared);
  }

  start(): void {
    this.sweeper.start();
  }

  /** Resolves when no sweep is running and every sent message is cleared. */
  async stop(): Promise<void> {
    await this.sweeper.stop();
    await this.clearing.flush();
  }

  entriesFor(sent: readonly Sent[], cause: Cause, source: MessageSource): OutboxEntry[] {
    return toEntries(sent, cause, this.options.service, new Date(), source);
  }

  /** Sends what is stored nowhere: when it fails, whatever caused it has to be handled again. */
  publish(entries: readonly OutboxEntry[]): Promise<void> {
    return this.publisher.publish(entries);
  }

  /** What the next write of the document has to leave in its outbox. */
  unsentOf(model: AggregateModel, { _id, outbox }: AggregateDocument): OutboxEntry[] {
    return this.clearing.unsentOf(model, _id, outbox);
  }

  /** A document was written, without the messages that had been sent before. */
  written(model: AggregateModel, { _id, outbox }: AggregateDocument): void {
    this.clearing.written(model, _id, outbox);
  }

  /** Sends what was just written. A failure is not the caller's: the messages are safe, and are sent again. */
  async publishWritten(model: AggregateModel, id: string, entries: readonly OutboxEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { unsent, reason } = await this.send(model, id, entries);
    if (unsent.length === 0) return;
    this.sweeper.failed(model, id, unsent);
    this.logger.warn(`${unsent.length} messages of ${model.modelName} ${id} wait in the outbox: ${String(reason)}`);
  }

  /** Ids of a tenant's documents in which a message has waited since before `oldest`: nobody has been able to send it. */
  async stuck(tenantId: string, oldest: Date): Promise<string[]> {
    const found = await Promise.all([...this.models].map((model) =>
      model.collection.find({ tenantId, 'outbox.at': { $lt: oldest } }).project({ _id: 1 }).limit(MOST_STUCK).toArray()));
    return found.flat().map(({ _id }) => String(_id));
  }

  /** Sends and clears everything old that waits in any collection of this service. Joins a sweep that is under way. */
  async sweep(): Promise<void> {
    await this.sweeper.sweep();
    await this.clearing.flush();
  }

  /** @returns what could not be sent. */
  private async publishAgain(model: AggregateModel, id: string, entries: readonly OutboxEntry[]): Promise<readonly OutboxEntry[]> {
    const { unsent } = await this.send(model, id, this.clearing.unsentOf(model, id, entries));
    return unsent;
  }

  private async send(model: AggregateModel, id: string, entries: readonly OutboxEntry[]): Promise<{ unsent: readonly OutboxEntry[]; reason?: unknown }> {
    const results = await this.publisher.settle(entries);
    const sent = entries.filter((_, index) => results[index]?.status === 'fulfilled');
    if (sent.length > 0) this.clearing.add(model, id, sent.map((entry) => entry.id));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure === undefined) return { unsent: [] };
    outboxFailures.inc({ service: this.options.service }, entries.length - sent.length);
    return { unsent: entries.filter((_, index) => results[index]?.status === 'rejected'), reason: failure.reason };
  }
}
