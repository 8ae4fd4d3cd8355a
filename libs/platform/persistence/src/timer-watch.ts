import { Injectable, Logger } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import { type Cause, FairQueue } from '@sluice/messaging';
import { inBackground, inSpan, onTrail, outsideOfWork, type Trail, withLogFields } from '@sluice/telemetry';
import type { AggregateDocument, Versioned } from './aggregate.document.js';
import { type Due, DueTimers } from './due-timers.js';
import { timerLatenessSeconds, timersFired } from './metrics.js';
import { MongoTrail } from './mongo-trail.js';
import type { Repository, StoredFilter } from './repository.js';
import { PersistenceOptions, TenantSettings } from './tenant-settings.js';

export interface Watched {
  /** The stored documents that are due, earliest first, with no more than a timer needs to know. */
  readonly due: (filter: StoredFilter, limit: number) => Promise<Pick<AggregateDocument, '_id' | 'tenantId' | 'version' | 'dueAt'>[]>;
  readonly load: (id: string) => Promise<AggregateDocument | null>;
  readonly fire: (document: AggregateDocument, cause: Cause) => Promise<unknown>;
}

/** Aggregates of one collection that act at the same time, and those of one tenant: one that hangs must leave room for others. */
const MOST_AT_ONCE = 20;
const MOST_OF_A_TENANT = 15;

/** A sweep is seldom where it finds nothing that another instance left. */
const SWEEP_AFTER_FINDING_MS = 4_000;
const SWEEP_AFTER_MANY_MS = 500;
const SWEEP_AFTER_NOTHING_MS = 9_000;
/** Where nothing is found again and again and nothing is written: at rest. */
const SWEEP_AT_REST_MS = 20_000;
const QUIET_SWEEPS = 2;
const JITTER = 0.25;
/** Longer than any pause between two sweeps, and shorter than what a timer is set for. */
const LOOK_AHEAD_MS = 26_000;

/** Found at once; more are found when these are done with. */
const MOST_FOUND = 500;

/** The timers of one collection. Their work is nobody else's: whoever sets it off, it runs outside of his log fields and trace. */
export class TimerWatch {
  private readonly logger = new Logger('Timers');
  private readonly timers: DueTimers;
  private readonly queue = new FairQueue<Due>(MOST_AT_ONCE, MOST_OF_A_TENANT, (due) => this.fire(due).finally(() => this.fired(due)));
  /** One firing at a time for an aggregate; a later version that becomes due meanwhile comes next. */
  private readonly firing = new Map<string, Due | null>();
  private readonly running = new Set<Promise<unknown>>();
  private nextSweep: NodeJS.Timeout | null = null;
  /** Sweeps in a row that found nothing, with nothing written since. */
  private quietSweeps = 0;
  private stopped = false;

  constructor(private readonly service: string, private readonly collection: string, private readonly settings: TenantSettings, private readonly trail: Trail, private readonly watched: Watched) {
    this.timers = new DueTimers((tenantId) => settings.knownOffsetMs(tenantId), (due) => this.ready(due));
  }

  /** What this process wrote, it fires for when the time has come, without looking. */
  written({ id, tenantId, version, dueAt }: Versioned<unknown>): void {
    if (this.stopped) return;
    this.quietSweeps = 0;
    if (dueAt === null) this.timers.remove(id);
    else outsideOfWork(() => this.timers.add({ id, tenantId, version, dueAt, foreign: false }));
  }

  /** Looks at once for what waited while nobody ran, and from then on for what other instances leave. */
  start(): void {
    this.beginSweep(false);
  }

  /** Every instance fires at once what a tenant's clock has made due: nobody knows which of them is left. */
  clockMoved(tenantId: string): void {
    if (this.stopped) return;
    outsideOfWork(() => {
      this.timers.clockMoved(tenantId);
      inBackground(this.logger, `The search for due ${this.collection}`, () => this.fireDue(false, tenantId));
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.nextSweep !== null) clearTimeout(this.nextSweep);
    this.timers.stop();
    this.queue.stop();
    await Promise.all([...this.running, this.queue.idle()]);
  }

  private beginSweep(foreign: boolean): void {
    inBackground(this.logger, `The sweep of ${this.collection}`, () => this.sweep(foreign));
  }

  private async sweep(foreign: boolean): Promise<void> {
    const found = await this.fireDue(foreign);
    if (this.stopped) return;
    this.quietSweeps = found > 0 ? 0 : this.quietSweeps + 1;
    this.nextSweep = setTimeout(() => this.beginSweep(true), this.pauseAfter(found) * (1 - JITTER + 2 * JITTER * Math.random()));
  }

  private pauseAfter(found: number): number {
    if (found > 0) return found >= MOST_FOUND ? SWEEP_AFTER_MANY_MS : SWEEP_AFTER_FINDING_MS;
    return this.quietSweeps > QUIET_SWEEPS ? SWEEP_AT_REST_MS : SWEEP_AFTER_NOTHING_MS;
  }

  /** Never rejects. @returns how many are due that were not known. */
  private fireDue(foreign: boolean, tenantId?: string): Promise<number> {
    const running = this.findDue(foreign, tenantId).catch((error: Error) => {
      this.logger.error(`The search for due ${this.collection} failed: ${error.message}`, error.stack);
      return 0;
    });
    this.running.add(running);
    return running.finally(() => this.running.delete(running));
  }

  /** Those that are known already must not crowd out the others: they may have been tried in vain for long. */
  private async findDue(foreign: boolean, tenantId?: string): Promise<number> {
    const limit = MOST_FOUND + this.timers.size;
    const found = await this.watched.due(await this.dueFilter(tenantId), limit);
    const knownBefore = this.timers.size;
    for (const { _id: id, dueAt, ...more } of found) if (dueAt && !this.stopped) this.timers.add({ id, dueAt, tenantId: more.tenantId, version: more.version, foreign });
    return this.timers.size - knownBefore;
  }

  private async dueFilter(tenantId?: string): Promise<StoredFilter> {
    const offsets = await this.settings.offsets();
    const until = (ahead: number): StoredFilter => ({ dueAt: { $lte: new Date(Date.now() + ahead + LOOK_AHEAD_MS) } });
    if (tenantId !== undefined) return { tenantId, ...until(offsets.get(tenantId) ?? 0) };
    if (offsets.size === 0) return until(0);
    const moved = [...offsets].map(([each, ahead]) => ({ tenantId: each, ...until(ahead) }));
    return { $or: [{ tenantId: { $nin: [...offsets.keys()] }, ...until(0) }, ...moved] };
  }

  private ready(due: Due): void {
    if (this.stopped) return;
    if (this.firing.has(due.id)) this.firing.set(due.id, due);
    else {
      this.firing.set(due.id, null);
      this.queue.add(due.tenantId, due);
    }
  }

  private fired({ id }: Due): void {
    const next = this.firing.get(id);
    this.firing.delete(id);
    if (next) this.ready(next);
  }

  /** Reads the aggregate once more unless it was written a moment ago: another instance may have moved it on. */
  private async fire(due: Due): Promise<void> {
    const document = await this.watched.load(due.id).catch((error: Error) => this.failedToRead(due, error));
    if (document === undefined) return this.timers.again(due);
    if (document?.version !== due.version) return this.moved(due, document);
    const lateMs = Date.now() - due.dueAt.getTime() + this.settings.knownOffsetMs(due.tenantId);
    timerLatenessSeconds.observe({ service: this.service, collection: this.collection }, Math.max(lateMs, 0) / 1_000);
    await this.fireFor(document);
    this.timers.again(due);
  }

  private failedToRead({ id }: Due, error: Error): undefined {
    this.logger.error(`The timer of ${this.collection} ${id} could not read it and is tried again: ${error.message}`, error.stack);
  }

  private moved(due: Due, document: AggregateDocument | null): void {
    this.timers.removeVersion(due);
    if (document?.dueAt) this.timers.add({ ...due, version: document.version, dueAt: document.dueAt, foreign: true });
  }

  private async fireFor(document: AggregateDocument): Promise<void> {
    const cause = causeOf(document);
    const { tenantId, withdrawalId, dialect, traceparent } = cause;
    const labels = { service: this.service, collection: this.collection };
    const run = (): Promise<unknown> => inSpan(`timer ${this.collection}`, { parent: traceparent }, () => this.attempt(document, cause));
    const outcome = await onTrail(this.trail, () => withLogFields({ tenantId, withdrawalId, dialect, messageId: cause.id }, run)).then(() => 'done' as const, () => 'failed' as const);
    timersFired.inc({ ...labels, outcome });
    this.leaveTrace(cause, outcome);
  }

  /** The line of a failure is written where it happened, so that it carries the aggregate's own tenant, withdrawal and trace. */
  private async attempt(document: AggregateDocument, cause: Cause): Promise<void> {
    try {
      await this.watched.fire(document, cause);
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      this.logger.error(`The timer of ${this.collection} ${document._id} failed and is tried again: ${message}`, stack);
      throw error;
    }
  }

  private leaveTrace({ tenantId, withdrawalId, traceparent }: Cause, outcome: 'done' | 'failed'): void {
    if (withdrawalId === undefined) return;
    this.trail.note({ at: new Date(), tenantId, withdrawalId, kind: 'timer', name: this.collection, outcome, attempt: 1, traceId: traceparent?.slice(3, 35) });
  }
}

/** The same for every instance that fires for this version: what they send is then the same message. */
const causeOf = ({ _id, tenantId, version, cause }: AggregateDocument): Cause => ({
  ...cause,
  id: idFrom(_id, String(version), 'timer'),
  tenantId,
  timer: { aggregateId: _id, version },
});

/**
 * Lets aggregates act when their time has come, on their tenant's clock. `dueAt` is the timer; what this process wrote
 * it also knows in memory and fires on time, and what other instances left is found by a sweep every few seconds.
 */
@Injectable()
export class Timers {
  private readonly watches: TimerWatch[] = [];
  private started = false;

  constructor(private readonly settings: TenantSettings, private readonly options: PersistenceOptions, private readonly trail: MongoTrail) {
    settings.onChanged((tenantId) => this.watches.forEach((watch) => watch.clockMoved(tenantId)));
  }

  /**
   * Calls `fire` for every aggregate that is due. `fire` changes the aggregate with the cause it is given, as it came:
   * that change happens at most once for the version, however many instances fire. When `fire` throws, or the aggregate
   * stays due, it is called again after a growing while.
   */
  watch<S extends object>(store: Repository<S>, fire: (due: Versioned<S>, cause: Cause) => Promise<unknown>): void {
    const watch = new TimerWatch(this.options.service, store.model.collection.collectionName, this.settings, this.trail, {
      due: (filter, limit) => store.findDue(filter, limit),
      load: (id) => store.findFired(id),
      fire: (document, cause) => fire(store.read(document), cause),
    });
    store.onWritten((written) => watch.written(written));
    this.watches.push(watch);
    if (this.started) watch.start();
  }

  start(): void {
    this.started = true;
    for (const watch of this.watches) watch.start();
  }

  /** Fires nothing more and resolves when what has fired is done. */
  async stop(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.stop()));
  }
}
