const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

interface Fireable {
  readonly _id: string;
  readonly version: number;
}

const keyOf = ({ _id, version }: Fireable): string => `${version} ${_id}`;

/** Remembers what has fired and is still due, so that it is tried again after a growing while and not at every poll. */
export class FiredNotes {
  private readonly notes = new Map<string, { times: number; notBefore: number }>();

  get size(): number {
    return this.notes.size;
  }

  mayFire(document: Fireable, now = Date.now()): boolean {
    return now >= (this.notes.get(keyOf(document))?.notBefore ?? 0);
  }

  note(document: Fireable, now = Date.now()): void {
    const times = (this.notes.get(keyOf(document))?.times ?? 0) + 1;
    this.notes.set(keyOf(document), { times, notBefore: now + Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS) });
  }

  /** Forgets what is no longer due: it has moved on to another version, or has nothing to wait for. */
  keepOnly(due: readonly Fireable[]): void {
    const stillDue = new Set(due.map(keyOf));
    for (const key of this.notes.keys()) if (!stillDue.has(key)) this.notes.delete(key);
  }
}
