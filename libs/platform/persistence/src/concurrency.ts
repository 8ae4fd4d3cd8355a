import { Logger } from '@nestjs/common';
import { inBackground } from '@sluice/telemetry';

/** A decision that waits for something outside must not hold up the others for long; the version sees to the rest. */
const LONGEST_HOLD_MS = 500;

/**
 * Lets the changes of one aggregate in this process go one after another: racing each other, all but one would lose and
 * decide again. It only spares work; that no change is lost is the version's doing, also between processes.
 */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<void>>();

  async run<T>(key: string, work: () => Promise<T>, longestHoldMs = LONGEST_HOLD_MS): Promise<T> {
    const before = this.last.get(key);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    this.last.set(key, held);
    await before;
    const late = setTimeout(release, longestHoldMs);
    try {
      return await work();
    } finally {
      clearTimeout(late);
      release();
      if (this.last.get(key) === held) this.last.delete(key);
    }
  }
}

/** How it went for one item of a group. */
export type Outcome<R> = PromiseSettledResult<R>;

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

const MOST_IN_A_GROUP = 200;

/**
 * Sends work to the database in groups without waiting for company: what comes first goes at once, and what comes while
 * it is on its way goes out together as the next. A group that fails in part fails only its part.
 */
export class Batcher<T, R> {
  private readonly logger = new Logger('Batcher');
  private waiting: Waiting<T, R>[] = [];
  private running = false;

  constructor(private readonly run: (items: readonly T[]) => Promise<readonly Outcome<R>[]>, private readonly most = MOST_IN_A_GROUP) {}

  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.running) return;
      this.running = true;
      // What is added in the same turn of the program belongs to the same group.
      queueMicrotask(() => inBackground(this.logger, 'Work in groups', () => this.runAll()));
    });
  }

  private async runAll(): Promise<void> {
    while (this.waiting.length > 0) await this.runGroup(this.waiting.splice(0, this.most));
    this.running = false;
  }

  private async runGroup(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const outcomes = await this.run(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason ?? new Error('A group gave no outcome for one of its items.'));
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
