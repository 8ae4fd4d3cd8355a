import { Injectable, Logger } from '@nestjs/common';
import { BrokerHealth, type Cause, type MessageSource, MessagingOptions, type OutboxEntry, Publisher, type Sent, toEntries } from '@sluice/messaging';
import { inBackground, outsideOfWork } from '@sluice/telemetry';
import type { AggregateDocument, AggregateModel } from './aggregate.document.js';
import { countFromZero, outboxFailures } from './metrics.js';
import { OutboxSweeper } from './outbox.sweeper.js';

/** Left so long to the document's next write, which leaves sent messages out by itself. Shorter than the sweeper's delay. */
const LEFT_TO_NEXT_WRITE_MS = 1_000;

type Cleared = (id: string, entryIds: ReadonlySet<string>) => void;

/** Takes sent messages out of documents that are not written again soon, many at a time and off the path of any handler. */
export class OutboxClearing {
  private readonly logger = new Logger('Outbox');
  private readonly sent = new Map<AggregateModel, Map<string, Set<string>>>();
  private readonly listeners = new Map<AggregateModel, Cleared>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  watch(model: AggregateModel, cleared: Cleared): void {
    this.listeners.set(model, cleared);
  }

  add(model: AggregateModel, id: string, entryIds: readonly string[]): void {
    const documents = this.sent.get(model) ?? new Map<string, Set<string>>();
    this.sent.set(model, documents.set(id, new Set([...(documents.get(id) ?? []), ...entryIds])));
    this.timer ??= outsideOfWork(() => setTimeout(() => inBackground(this.logger, 'Clearing the outbox', () => this.flush()), LEFT_TO_NEXT_WRITE_MS));
  }

  /** What of a document's outbox the broker does not have yet, as far as this process knows. */
  unsentOf(model: AggregateModel, id: string, outbox: readonly OutboxEntry[]): OutboxEntry[] {
    const sent = this.sent.get(model)?.get(id);
    return sent === undefined ? [...outbox] : outbox.filter((entry) => !sent.has(entry.id));
  }

  /** A write has left out of the outbox what was sent before it. */
  written(model: AggregateModel, id: string, outbox: readonly OutboxEntry[]): void {
    const sent = this.sent.get(model)?.get(id);
    if (sent === undefined) return;
    const left = outbox.filter((entry) => sent.has(entry.id)).map((entry) => entry.id);
    if (left.length === 0) this.sent.get(model)?.delete(id);
    else this.sent.get(model)?.set(id, new Set(left));
  }

  /** Clears what was added so far. One that failed is over for those after it. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running = this.running.catch(() => undefined).then(() => outsideOfWork(() => this.clearAll()));
    return this.running;
  }

  private async clearAll(): Promise<void> {
    for (const [model, documents] of this.sent) {
      const batch = new Map([...documents].map(([id, entryIds]) => [id, new Set(entryIds)]));
      if (batch.size > 0) await this.clear(model, batch);
      this.forget(model, batch);
    }
  }

  /** What stays uncleared is found by the sweeper and sent once more, which consumers see as a copy. */
  private async clear(model: AggregateModel, documents: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const updates = [...documents].map(([id, entryIds]) => ({
      updateOne: { filter: { _id: id, 'outbox.id': { $in: [...entryIds] } }, update: { $pull: { outbox: { id: { $in: [...entryIds] } } } } },
    }));
    try {
      await model.collection.bulkWrite(updates as never, { ordered: false });
    } catch (error) {
      this.logger.warn(`Sent messages of ${documents.size} ${model.modelName} stay uncleared: ${(error as Error).message}`);
    }
  }

  /** Only now: a write that was decided meanwhile had to leave them out. */
  private forget(model: AggregateModel, cleared: ReadonlyMap<string, ReadonlySet<string>>): void {
    const documents = this.sent.get(model);
    for (const [id, entryIds] of cleared) {
      this.listeners.get(model)?.(id, entryIds);
      const left = [...(documents?.get(id) ?? [])].filter((entryId) => !entryIds.has(entryId));
      if (left.length === 0) documents?.delete(id);
      else documents?.set(id, new Set(left));
    }
  }
}

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
    countFromZero(options.service);
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
