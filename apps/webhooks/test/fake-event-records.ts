import { recordChange } from '@sluice/contract-webhooks';
import { EventRecords, type AfterAppend, type Page, type Waiting } from '../src/event-log/event-records.js';
import { eventIdOf, subjectOf, type KnownChange, type KnownEntry, type LoggedEntry } from '../src/event-log/logged-event.js';

/** An event log in memory that may be interleaved at every step, as a real one is. `turn` is awaited before each step. */
export class FakeEventRecords extends EventRecords {
  readonly events: LoggedEntry[] = [];
  readonly waitingChanges = new Map<string, KnownEntry>();
  appends = 0;

  constructor(private readonly turn: () => Promise<void> = () => Promise.resolve()) {
    super();
  }

  async lastPosition(tenantId: string): Promise<number> {
    await this.turn();
    return Math.max(0, ...this.events.filter((event) => event.tenantId === tenantId).map(({ position }) => position));
  }

  async find(ids: readonly string[]): Promise<LoggedEntry[]> {
    await this.turn();
    return this.events.filter(({ id }) => ids.includes(id));
  }

  async append(events: readonly LoggedEntry[]): Promise<'appended' | 'overtaken'> {
    for (const event of events) {
      await this.turn();
      if (this.events.some((other) => other.id === event.id || (other.tenantId === event.tenantId && other.position === event.position))) return 'overtaken';
      this.events.push(event);
    }
    this.appends += events.length > 0 ? 1 : 0;
    return 'appended';
  }

  async page({ tenantId, after, limit, withdrawalId }: Page): Promise<LoggedEntry[]> {
    await this.turn();
    const behind = this.events.filter((event) => event.tenantId === tenantId && event.position > after);
    const wanted = behind.filter((event) => withdrawalId === undefined || subjectOf(event) === withdrawalId);
    return wanted.toSorted((one, other) => one.position - other.position).slice(0, limit);
  }

  gaps(): Promise<string[]> {
    return Promise.resolve([]);
  }

  waiting(): Promise<Waiting[]> {
    return Promise.resolve([]);
  }

  async hold(changes: readonly KnownEntry[]): Promise<void> {
    for (const change of changes) {
      await this.turn();
      if (!this.waitingChanges.has(change.id)) this.waitingChanges.set(change.id, change);
    }
  }

  async afterAppend(_: string, ids: readonly string[]): Promise<AfterAppend> {
    await this.turn();
    return { held: [...this.waitingChanges.values()].filter(({ id }) => ids.includes(id)), audienceRevision: 0 };
  }

  audienceChanged(): Promise<void> {
    return Promise.resolve();
  }

  async release(ids: readonly string[]): Promise<void> {
    await this.turn();
    for (const id of ids) this.waitingChanges.delete(id);
  }
}

/** A change of a withdrawal of `acme`, made a second after the one before it. */
export function aChange(withdrawalId: string, sequence: number, about: Partial<KnownChange> = {}): KnownChange {
  const at = new Date(Date.UTC(2026, 0, 15, 10, 30, sequence));
  return { ...recordChange.body.parse(recordChange.sample), withdrawalId, sequence, id: eventIdOf(withdrawalId, sequence), tenantId: 'acme', at, ...about };
}
