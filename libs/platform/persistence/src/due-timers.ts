/** An aggregate that is due, as far as this process knows. */
export interface Due {
  readonly id: string;
  readonly tenantId: string;
  readonly version: number;
  /** On the tenant's clock. */
  readonly dueAt: Date;
  /** Found by a sweep and perhaps another instance's, which is let go first. */
  readonly foreign: boolean;
}

interface Entry extends Due {
  failures: number;
  /** After a firing that settled nothing. On the wall clock; when that has been set back, the longest pause is the most. */
  notBefore: number;
  timer?: NodeJS.Timeout | undefined;
}

/** What is due later than this is left to a sweep, which looks further ahead than it pauses. */
export const HORIZON_MS = 30_000;

/** How long an aggregate that another instance wrote may be due before this one fires for it. */
const GRACE_MS = 2_000;

const MOST_KNOWN = 20_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** The due times of one collection that this process knows, and one timer for each that is near. */
export class DueTimers {
  private readonly entries = new Map<string, Entry>();
  private stopped = false;

  constructor(private readonly offsetOf: (tenantId: string) => number, private readonly ready: (due: Due) => void) {}

  get size(): number {
    return this.entries.size;
  }

  /** The newest version counts; what is known already stays as it is, with its failures, unless it need not wait for others any more. */
  add(due: Due): void {
    const known = this.entries.get(due.id);
    const needsNoGrace = known !== undefined && known.version === due.version && known.foreign && !due.foreign;
    if (known !== undefined && known.version >= due.version && !needsNoGrace) return;
    this.remove(due.id);
    if (!this.stopped && this.entries.size < MOST_KNOWN) this.wait({ ...due, failures: 0, notBefore: 0 });
  }

  remove(id: string): void {
    clearTimeout(this.entries.get(id)?.timer);
    this.entries.delete(id);
  }

  /** For one that is no longer due in this version. */
  removeVersion({ id, version }: Pick<Due, 'id' | 'version'>): void {
    if (this.entries.get(id)?.version === version) this.remove(id);
  }

  /** For one that has fired and did not move on: again after a growing pause. */
  again({ id, version }: Due): void {
    const entry = this.entries.get(id);
    if (entry?.version !== version) return;
    entry.failures += 1;
    entry.notBefore = Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** (entry.failures - 1), LONGEST_PAUSE_MS);
    this.wait(entry);
  }

  /** A tenant's clock has moved: what waits for it waits anew. */
  clockMoved(tenantId: string): void {
    for (const entry of [...this.entries.values()]) if (entry.tenantId === tenantId && entry.timer !== undefined) this.wait(entry);
  }

  /** Nothing comes up any more. */
  stop(): void {
    this.stopped = true;
    for (const id of [...this.entries.keys()]) this.remove(id);
  }

  private wait(entry: Entry): void {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    const dueIn = entry.dueAt.getTime() - this.offsetOf(entry.tenantId) - Date.now() + (entry.foreign ? GRACE_MS : 0);
    const pauseMs = Math.max(dueIn, Math.min(entry.notBefore - Date.now(), LONGEST_PAUSE_MS), 0);
    if (dueIn > HORIZON_MS) return this.remove(entry.id);
    this.entries.set(entry.id, entry);
    if (pauseMs === 0) this.ready(entry);
    // A timer may come a millisecond early, and then waits once more.
    else entry.timer = setTimeout(() => this.waited(entry), pauseMs);
  }

  /** The pause after a failure is over, whatever the clock says by now. */
  private waited(entry: Entry): void {
    entry.notBefore = 0;
    this.wait(entry);
  }
}
