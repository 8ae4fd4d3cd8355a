/** A decision that waits for something outside must not hold up the others for long; the version sees to the rest. */
const LONGEST_TURN_MS = 500;

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
    await before;
    const late = setTimeout(end, LONGEST_TURN_MS);
    try {
      return await work();
    } finally {
      clearTimeout(late);
      end();
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
