const MOST_TRIES = 3;

/**
 * Asks a node, and again when it fails: one that forgets old blocks may forget the very block it was about to answer
 * for, and its next answer is about a newer one. What fails three times is a failure of the world.
 */
export async function withRetries<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}
