/** A decision that waits for something outside must not hold up the others for long; the version sees to the rest. */
const LONGEST_TURN_MS = 200;

/**
 * Lets the changes of one aggregate in this process go one after another: racing each other, all but one would lose and
 * decide again. It only spares work; that no change is lost is the version's doing, also between processes.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const { promise: turn, resolve: end } = Promise.withResolvers<void>();
    this.last.set(key, turn);
    if (before !== undefined) await bounded(before);
    try {
      return await work();
    } finally {
      end();
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}

function bounded(turn: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_TURN_MS);
    void turn.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
