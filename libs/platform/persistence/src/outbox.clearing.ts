import { Logger } from '@nestjs/common';
import type { AggregateModel } from './aggregate.document.js';

/** Clearings gathered for this long go to the database together. */
const GATHER_MS = 50;

/** Takes sent messages out of their documents, many documents at a time and off the path of any handler. */
export class OutboxClearing {
  private readonly logger = new Logger('Outbox');
  private sent = new Map<AggregateModel, Map<string, string[]>>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  add(model: AggregateModel, id: string, entryIds: readonly string[]): void {
    const documents = this.sent.get(model) ?? new Map<string, string[]>();
    this.sent.set(model, documents.set(id, [...(documents.get(id) ?? []), ...entryIds]));
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Clears what was added so far. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const gathered = this.sent;
    this.sent = new Map();
    this.running = this.running.then(() => this.clearAll(gathered));
    return this.running;
  }

  private async clearAll(gathered: ReadonlyMap<AggregateModel, ReadonlyMap<string, string[]>>): Promise<void> {
    for (const [model, documents] of gathered) await this.clear(model, documents);
  }

  /** What stays uncleared is found by the sweeper and sent once more, which consumers see as a copy. */
  private async clear(model: AggregateModel, documents: ReadonlyMap<string, string[]>): Promise<void> {
    const updates = [...documents].map(([id, entryIds]) => ({
      updateOne: { filter: { _id: id }, update: { $pull: { outbox: { id: { $in: entryIds } } } } },
    }));
    await model.collection.bulkWrite(updates as never, { ordered: false }).catch((error: Error) => {
      this.logger.warn(`Sent messages of ${documents.size} ${model.modelName} stay uncleared: ${error.message}`);
    });
  }
}
