import { Logger } from '@nestjs/common';
import type { OutboxEntry } from '@sluice/messaging';
import { inBackground, outsideOfWork } from '@sluice/telemetry';
import type { AggregateModel } from './aggregate.document.js';

/** Left so long to the document's next write, which leaves sent messages out by itself. Shorter than the sweeper's patience. */
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
      const gathered = new Map([...documents].map(([id, entryIds]) => [id, new Set(entryIds)]));
      if (gathered.size > 0) await this.clear(model, gathered);
      this.forget(model, gathered);
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
