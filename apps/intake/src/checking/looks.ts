import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** How often something that seems wrong is looked at again before it is said to be wrong (docs/decisions/0152). */
@Injectable()
export class Looks {
  /** The first is longer than a message takes; all of them are longer than a queue that work has filled takes to empty. */
  readonly pausesMs: readonly number[] = [1_500, 3_000, 6_000];

  /** What is found at every look, in the same words: what was only under way moves on. */
  async lasting<Found>(look: () => Promise<Found[]>, wordsOf: (found: Found) => string): Promise<Found[]> {
    let lasting = await look();
    for (const pauseMs of this.pausesMs) {
      if (lasting.length === 0) return lasting;
      await pause(pauseMs);
      const again = new Set((await look()).map(wordsOf));
      lasting = lasting.filter((found) => again.has(wordsOf(found)));
    }
    return lasting;
  }
}
