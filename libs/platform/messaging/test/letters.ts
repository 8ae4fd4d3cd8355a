import { setTimeout as pause } from 'node:timers/promises';
import type { TestService } from '@sluice/builders';
import { MongoDeadLetters, type DeadLetterDocument } from '@sluice/persistence';

type Letters = MongoDeadLetters['collection'];

/** The letters parked for this cause, as soon as there are any. */
export async function lettersIn(collection: Letters, cause: string | RegExp, timeoutMs = 60_000): Promise<DeadLetterDocument[]> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await pause(20)) {
    const found = await collection.find({ cause }).toArray();
    if (found.length > 0) return found;
  }
  const others = await collection.distinct('cause');
  throw new Error(`No dead letter because of ${String(cause)}; there are: ${others.join(' | ')}`);
}

export const lettersOf = ({ app }: TestService, cause: string | RegExp): Promise<DeadLetterDocument[]> => lettersIn(app.get(MongoDeadLetters).collection, cause);
