import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { RetryLater } from '@sluice/messaging';
import { Batcher } from './batcher.js';
import { EventRecords, type Page } from './event-records.js';
import { idAfter, idBefore, isChange, isSameContent, type KnownChange, type KnownEntry, type LoggedEntry, subjectOf } from './logged-event.js';

/** What becomes of changes that arrived, given what is in the log. */
export interface Arrangement {
  /** To be appended in this order, at these positions. */
  readonly positioned: readonly LoggedEntry[];
  /** Already in the log. */
  readonly present: readonly KnownEntry[];
  /** Those before them are not in the log yet. */
  readonly early: readonly KnownEntry[];
  /** They contradict the log: the same version with another content, or another tenant's withdrawal. */
  readonly conflicting: readonly KnownEntry[];
}

type Verdict = 'positioned' | 'present' | 'early' | 'conflicting';

/**
 * Gives each change the next position of its tenant's log if the one before it of the same withdrawal is in the log or has
 * just been given a position. `known` are the events of the log that these changes, or those before them, could be.
 * All changes are of one tenant, whose log ends at `lastPosition`.
 */
export function arrange(changes: readonly KnownEntry[], known: readonly KnownEntry[], lastPosition: number): Arrangement {
  const log = new Map(known.map((event) => [event.id, event]));
  const sorted: Record<Verdict, KnownEntry[]> = { positioned: [], present: [], early: [], conflicting: [] };
  for (const change of inOrder(changes)) {
    const verdict = verdictOf(change, log);
    sorted[verdict].push(change);
    if (verdict === 'positioned') log.set(change.id, change);
  }
  return { ...sorted, positioned: sorted.positioned.map((change, index) => ({ ...change, position: lastPosition + 1 + index })) };
}

/** Oldest first, as the log reads; times may tie or run backwards between two machines, and then only the sequence decides. */
const inOrder = (changes: readonly KnownEntry[]): KnownEntry[] =>
  changes.toSorted((one, other) => one.at.getTime() - other.at.getTime() || one.sequence - other.sequence);

function verdictOf(change: KnownEntry, log: ReadonlyMap<string, KnownEntry>): Verdict {
  const same = log.get(change.id);
  if (same) return isSameContent(same, change) ? 'present' : 'conflicting';
  const id = idBefore(change);
  if (id === null) return 'positioned';
  const before = log.get(id);
  if (!before) return 'early';
  return before.tenantId === change.tenantId ? 'positioned' : 'conflicting';
}

/** Entries with their views: a few megabytes. */
const MOST = 2_000;

/** Entries that were lately seen in the log, the least recently added forgotten first. Nothing in the log changes, so none is ever wrong. */
export class RecentEntries {
  private readonly entries = new Map<string, KnownEntry>();

  get(id: string): KnownEntry | undefined {
    return this.entries.get(id);
  }

  add(entries: readonly KnownEntry[]): void {
    for (const entry of entries) {
      this.entries.delete(entry.id);
      this.entries.set(entry.id, entry);
    }
    for (const id of this.entries.keys()) {
      if (this.entries.size <= MOST) return;
      this.entries.delete(id);
    }
  }
}

export type Recorded = 'recorded' | 'conflicting';

/** A change to record, and the trace it came with. */
export interface Recording {
  readonly entry: KnownEntry;
  readonly traceparent?: string | undefined;
}

/** A change that is in the log, beside the one before it of the same withdrawal. */
export interface LoggedChange {
  readonly event: KnownChange;
  readonly previous: KnownChange | null;
  readonly traceparent?: string | undefined;
}

export interface LoggedBatch {
  readonly tenantId: string;
  readonly audienceRevision: number;
  readonly changes: readonly LoggedChange[];
}

/** Positions lost to another process before the message is tried again later. */
const MOST_RACES = 20;
const LONGEST_PAUSE_MS = 100;

/** More than is ever appended and not yet on a majority of the nodes. */
const END_PAGE = 200;

/** A process that was overtaken reads where the log ends before it appends, for so long: the other one is probably still writing. */
const CONTENDED_FOR_MS = 5_000;

/**
 * The event log of every tenant: each change once, in the order of its withdrawal, at a position that is the next one when
 * it is taken. Why no reader can miss one: docs/decisions/0040.
 */
@Injectable()
export class EventLog {
  /** What arrives while one batch of a tenant is being written goes together into the next. */
  private readonly batches = new Batcher<Recording, Recorded>((tenantId, recordings) => this.recordAll(tenantId, recordings));

  /** Where each tenant's log was last seen to end, and until when another process is expected to write to it too. */
  private readonly ends = new Map<string, { position: number; contendedUntil: number }>();

  private readonly recent = new RecentEntries();
  private readonly followers: ((batch: LoggedBatch) => Promise<void>)[] = [];

  constructor(private readonly records: EventRecords) {}

  /** Called with all that is in the log because of a command, or was already, before the command is acknowledged. It may see a change again. */
  onLogged(follow: (batch: LoggedBatch) => Promise<void>): void {
    this.followers.push(follow);
  }

  /** Resolves when the change is in the log and was followed, or is held until those before it are. @throws RetryLater when too many others write. */
  record(entry: KnownEntry, traceparent?: string): Promise<Recorded> {
    return this.batches.add(entry.tenantId, { entry, traceparent });
  }

  page(page: Page): Promise<LoggedEntry[]> {
    return this.records.page(page);
  }

  /**
   * Where the log ends for its readers: only what a majority of the database's nodes has counts, as in a page, or what is appended next
   * could lie before it.
   */
  async endForReaders(tenantId: string): Promise<number> {
    const before = Math.max(0, (await this.records.lastPosition(tenantId, this.ends.get(tenantId)?.position ?? 0)) - END_PAGE);
    return (await this.records.page({ tenantId, after: before, limit: END_PAGE })).at(-1)?.position ?? before;
  }

  /** Everything held that was waiting for them is logged too, as far as it goes without a gap. What is held is forgotten only after it was followed. */
  private async recordAll(tenantId: string, recordings: readonly Recording[]): Promise<Recorded[]> {
    const wrong = new Set<KnownEntry>();
    const logged = new Map<string, KnownEntry>();
    const held = new Set<string>();
    let audienceRevision = 0;
    for (let pending = recordings.map(({ entry }) => entry); pending.length > 0; ) {
      const { positioned, present, early, conflicting } = await this.appendInOrder(tenantId, pending);
      const inLog = [...positioned, ...present];
      const newlyEarly = early.filter(({ id }) => !held.has(id));
      if (newlyEarly.length > 0) await this.records.hold(newlyEarly);
      // What is in the log is read too: a process that died before it released it left it held.
      const after = await this.records.afterAppend(tenantId, [...inLog.flatMap((entry) => [entry.id, idAfter(entry)]), ...newlyEarly.map(({ id }) => id)]);
      audienceRevision = after.audienceRevision;
      for (const change of [...conflicting, ...newlyEarly.filter((one) => conflicts(one, after.held))]) wrong.add(change);
      for (const entry of inLog) logged.set(entry.id, entry);
      for (const { id } of [...newlyEarly, ...after.held]) held.add(id);
      // Those just held are read again: the one before them may have been logged while they were being held.
      const known = [...after.held, ...newlyEarly.filter(({ id }) => !after.held.some((other) => other.id === id))];
      pending = known.filter(({ id }) => !logged.has(id));
    }
    await this.followed({ tenantId, audienceRevision, changes: await this.changesAmong([...logged.values()], recordings) });
    const done = [...held].filter((id) => logged.has(id));
    if (done.length > 0) await this.records.release(done);
    return recordings.map(({ entry }) => (wrong.has(entry) ? 'conflicting' : 'recorded'));
  }

  private async followed(batch: LoggedBatch): Promise<void> {
    if (batch.changes.length === 0) return;
    for (const follow of this.followers) await follow(batch);
  }

  /** The changes among entries of the log, each beside the one before it. A held change has no trace of its own any more: it goes on in that of its withdrawal. */
  async changesAmong(entries: readonly KnownEntry[], recordings: readonly Recording[] = []): Promise<LoggedChange[]> {
    const traces = new Map(recordings.map(({ entry, traceparent }) => [subjectOf(entry), traceparent]));
    const changes = entries.filter(isChange);
    const before = await this.logged(changes.map(idBefore).filter((id) => id !== null));
    return changes.map((event) => {
      const previous = before.get(idBefore(event) ?? '');
      return { event, previous: previous && isChange(previous) ? previous : null, traceparent: traces.get(event.withdrawalId) };
    });
  }

  private async appendInOrder(tenantId: string, changes: readonly KnownEntry[]): Promise<Arrangement> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const [known, last] = await Promise.all([race === 0 ? this.probablyKnown(changes) : this.records.find(idsAround(changes)), this.endOf(tenantId, race)]);
      const arrangement = arrange(changes, known, last);
      const outcome = arrangement.positioned.length === 0 ? 'appended' : await this.records.append(arrangement.positioned);
      const end = this.ends.get(tenantId);
      if (outcome === 'appended') {
        this.recent.add([...known, ...arrangement.positioned]);
        this.ends.set(tenantId, { position: last + arrangement.positioned.length, contendedUntil: end?.contendedUntil ?? 0 });
        return arrangement;
      }
      this.ends.set(tenantId, { position: last, contendedUntil: performance.now() + CONTENDED_FOR_MS });
      if (race > 0) await pause(Math.random() * Math.min(2 ** race, LONGEST_PAUSE_MS));
    }
    throw new RetryLater('Too many write to the event log at once.');
  }

  /**
   * What this process has seen in the log is there for good. What it has not seen is read, except that a change whose
   * predecessor is known is assumed to be new: if it is not, its append finds out.
   */
  private async probablyKnown(changes: readonly KnownEntry[]): Promise<KnownEntry[]> {
    const incoming = new Set(changes.map(({ id }) => id));
    const isNew = (change: KnownEntry): boolean => {
      const before = idBefore(change);
      return before === null || incoming.has(before) || this.recent.get(before) !== undefined;
    };
    const unknown = changes.filter((change) => this.recent.get(change.id) === undefined && !isNew(change));
    const read = unknown.length === 0 ? [] : await this.records.find(idsAround(unknown));
    return [...idsAround(changes).flatMap((id) => this.recent.get(id) ?? []), ...read];
  }

  private async endOf(tenantId: string, race: number): Promise<number> {
    const end = this.ends.get(tenantId);
    if (end && race === 0 && performance.now() >= end.contendedUntil) return end.position;
    return this.records.lastPosition(tenantId, end?.position ?? 0);
  }

  private async logged(ids: readonly string[]): Promise<Map<string, KnownEntry>> {
    const missing = ids.filter((id) => this.recent.get(id) === undefined);
    const read = missing.length === 0 ? [] : await this.records.find(missing);
    return new Map([...ids.flatMap((id) => this.recent.get(id) ?? []), ...read].map((entry) => [entry.id, entry]));
  }
}

const idsAround = (changes: readonly KnownEntry[]): string[] =>
  [...new Set(changes.flatMap((change) => [change.id, idBefore(change)]).filter((id) => id !== null))];

const conflicts = (change: KnownEntry, held: readonly KnownEntry[]): boolean =>
  held.some((other) => other.id === change.id && !isSameContent(other, change));
