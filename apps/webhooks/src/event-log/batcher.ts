import { Logger } from '@nestjs/common';
import { inBackground } from '@sluice/telemetry';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does work for many items at a time: those of one key that are added in one turn of the program are done together, and those that
 * are added while the work is going on are next. Nothing is delayed to fill a batch, and no two batches of a key run at once. A batch carries the log fields and
 * the trace of none of those it is for.
 */
export class Batcher<Item, Result> {
  private readonly logger = new Logger('Batcher');
  /** A key is here as long as its work is going on. */
  private readonly queues = new Map<string, Waiting<Item, Result>[]>();

  /** `work` gives one result per item, in their order. */
  constructor(private readonly work: (key: string, items: readonly Item[]) => Promise<readonly Result[]>) {}

  add(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(key);
      if (queue) {
        queue.push({ item, resolve, reject });
      } else {
        this.queues.set(key, [{ item, resolve, reject }]);
        queueMicrotask(() => inBackground(this.logger, 'Work in batches', () => this.run(key)));
      }
    });
  }

  private async run(key: string): Promise<void> {
    for (let batch = this.queues.get(key) ?? []; batch.length > 0; batch = this.queues.get(key) ?? []) {
      this.queues.set(key, []);
      await this.workOn(key, batch);
    }
    this.queues.delete(key);
  }

  private async workOn(key: string, batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(key, batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (results.length <= index) reject(new Error('The work gave no result for one of its items.'));
        else resolve(result as Result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
