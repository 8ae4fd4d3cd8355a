import { Injectable } from '@nestjs/common';
import { RetryLater } from '@sluice/messaging';
import { setTimeout as pause } from 'node:timers/promises';
import { EventRecords, type Page } from '../ports/event-records.js';
import { arrange, type Arrangement } from './arrange.js';
import { Gathering } from './gathering.js';
import { idAfter, idBefore, saysTheSame, type KnownEntry, type LoggedEntry } from './logged-event.js';

export type Recorded = 'recorded' | 'conflicting';

/** Places lost to another process before the message is tried again later. */
const MOST_RACES = 20;
const LONGEST_PAUSE_MS = 100;

/**
 * The event log of every tenant: each change once, in the order of its withdrawal, at a place that is the next one when
 * it is taken. Why no reader can miss one: docs/decisions/0040-event-log-order.md.
 */
@Injectable()
export class EventLog {
  /** What arrives while one batch of a tenant is being written goes together into the next. */
  private readonly batches = new Gathering<KnownEntry, Recorded>((tenantId, changes) => this.recordAll(tenantId, changes));

  /** Where each tenant's log was last seen to end. */
  private readonly ends = new Map<string, number>();

  constructor(private readonly records: EventRecords) {}

  /** Resolves when the change is in the log, or kept until those before it are. @throws RetryLater when too many others write. */
  record(change: KnownEntry): Promise<Recorded> {
    return this.batches.add(change.tenantId, change);
  }

  page(page: Page): Promise<LoggedEntry[]> {
    return this.records.page(page);
  }

  /** Everything kept that was waiting for them is logged too, as far as it goes without a gap. */
  private async recordAll(tenantId: string, arrived: readonly KnownEntry[]): Promise<Recorded[]> {
    const wrong = new Set<KnownEntry>();
    const logged = new Set<string>();
    const kept = new Set<string>();
    for (let pending = arrived; pending.length > 0; ) {
      const { placed, present, early, conflicting } = await this.appendInOrder(tenantId, pending);
      const inLog = [...placed, ...present];
      const newlyEarly = early.filter(({ id }) => !kept.has(id));
      const waiting = await this.keep(newlyEarly, inLog);
      for (const change of [...conflicting, ...newlyEarly.filter((one) => contradicts(one, waiting))]) wrong.add(change);
      for (const { id } of inLog) logged.add(id);
      for (const { id } of [...newlyEarly, ...waiting]) kept.add(id);
      // Those just kept are looked at again: the one before them may have been logged while they were being kept.
      pending = [...waiting, ...newlyEarly.filter(({ id }) => !waiting.some((other) => other.id === id))];
    }
    await this.records.release([...kept].filter((id) => logged.has(id)));
    return arrived.map((change) => (wrong.has(change) ? 'conflicting' : 'recorded'));
  }

  /** Keeps what is early, and finds it again together with all that waited for what is in the log now. */
  private async keep(early: readonly KnownEntry[], inLog: readonly KnownEntry[]): Promise<KnownEntry[]> {
    await this.records.hold(early);
    return this.records.held([...inLog.map(idAfter), ...early.map(({ id }) => id)]);
  }

  private async appendInOrder(tenantId: string, changes: readonly KnownEntry[]): Promise<Arrangement> {
    const ids = changes.flatMap((change) => [change.id, idBefore(change)]).filter((id) => id !== null);
    for (let race = 0; race < MOST_RACES; race += 1) {
      const [known, last] = await Promise.all([this.records.find(ids), this.records.lastPosition(tenantId, this.ends.get(tenantId) ?? 0)]);
      this.ends.set(tenantId, last);
      const arrangement = arrange(changes, known, last);
      if ((await this.records.append(arrangement.placed)) === 'appended') return arrangement;
      await pause(Math.random() * Math.min(2 ** race, LONGEST_PAUSE_MS));
    }
    throw new RetryLater('Too many write to the event log at once.');
  }
}

const contradicts = (change: KnownEntry, kept: readonly KnownEntry[]): boolean =>
  kept.some((other) => other.id === change.id && !saysTheSame(other, change));
