import type { KnownEntry, LoggedEntry } from './logged-event.js';

export interface Page {
  readonly tenantId: string;
  /** Only events behind this position of the tenant's log. */
  readonly after: number;
  readonly limit: number;
  /** Only of this withdrawal, or of the subscription of this id. */
  readonly withdrawalId?: string | undefined;
}

/** So many changes of a withdrawal, of which `first` is the earliest, wait for one before them. */
export interface Waiting {
  readonly withdrawalId: string;
  readonly count: number;
  readonly first: number;
}

/** What has to be read after every write to the log, in one answer. */
export interface AfterAppend {
  readonly held: readonly KnownEntry[];
  /** Grows with every change of the tenant's subscriptions and secrets. */
  readonly audienceRevision: number;
}

/** The stored event log, and beside it the changes that came before their predecessors. What was written is seen by every read that begins later. */
export abstract class EventRecords {
  /** Where the tenant's log ends; 0 while it is empty. `from` is where it was last seen to end, and only shortens the search. */
  abstract lastPosition(tenantId: string, from: number): Promise<number>;
  /** The logged events among these ids, whichever tenant's. */
  abstract find(ids: readonly string[]): Promise<LoggedEntry[]>;
  /**
   * Appends in the given order, and stops at the first event whose id or whose position in its tenant's log is taken:
   * then those before it may be in the log, it and those after it are not, and the answer is `overtaken`.
   */
  abstract append(events: readonly LoggedEntry[]): Promise<'appended' | 'overtaken'>;
  /** In the order of the log. */
  abstract page(page: Page): Promise<LoggedEntry[]>;
  /** Withdrawals whose events are not numbered 1, 2, 3 and so on, at most so many; of all of the tenant's, or of those `among`. */
  abstract gaps(tenantId: string, most: number, among?: readonly string[]): Promise<string[]>;
  /** Withdrawals with changes that are held because one before them has not come, at most so many. */
  abstract waiting(tenantId: string, most: number): Promise<Waiting[]>;
  /** Holds changes that are too early; one that is held already stays as it is. */
  abstract hold(changes: readonly KnownEntry[]): Promise<void>;
  /** The held changes among these ids, and for whom deliveries are made. */
  abstract afterAppend(tenantId: string, ids: readonly string[]): Promise<AfterAppend>;
  /** Forgets held changes, because they are in the log. */
  abstract release(ids: readonly string[]): Promise<void>;
  /** What is logged from now on is delivered to the tenant's subscriptions as they stand now. */
  abstract audienceChanged(tenantId: string): Promise<void>;
}
