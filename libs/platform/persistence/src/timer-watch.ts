import { Logger } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { inSpan, onTrail, withLogFields, type Trail } from '@sluice/telemetry';
import type { AggregateDocument } from './aggregate.document.js';
import type { StoredFilter } from './aggregate.store.js';
import { FiredNotes } from './fired-notes.js';
import { timersFired } from './metrics.js';
import type { TenantSettings } from './tenant-settings.js';

export interface Watched {
  readonly find: (filter: StoredFilter, limit: number) => Promise<AggregateDocument[]>;
  readonly fire: (document: AggregateDocument, cause: Cause) => Promise<unknown>;
}

/** What is due sooner than the next poll is waited for by itself. */
const NEAR_MS = 300;

/** Aggregates of one collection that act at the same time. */
const MOST_AT_ONCE = 20;

/** The timers of one collection. */
export class TimerWatch {
  private readonly logger = new Logger('Timers');
  private readonly firing = new Map<string, Promise<void>>();
  private readonly notes = new FiredNotes();
  private readonly wakeUps = new Set<NodeJS.Timeout>();
  private polling: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(private readonly service: string, private readonly collection: string, private readonly settings: TenantSettings, private readonly trail: Trail, private readonly watched: Watched) {}

  /** Looks for what is due now; once more right after, when asked while looking. */
  poll(): void {
    if (this.stopped) return;
    this.again = this.polling !== null;
    this.polling ??= this.fireDue()
      .catch((error: Error) => this.logger.error(`Looking for due ${this.collection} failed: ${error.message}`))
      .finally(() => {
        this.polling = null;
        if (this.again) this.poll();
      });
  }

  async noticeDue(tenantId: string, dueAt: Date | null): Promise<void> {
    if (dueAt === null) return;
    const waitMs = dueAt.getTime() - (await this.settings.now(tenantId)).getTime();
    if (waitMs > NEAR_MS || this.stopped) return;
    const wakeUp = setTimeout(() => {
      this.wakeUps.delete(wakeUp);
      this.poll();
    }, Math.max(waitMs, 0));
    this.wakeUps.add(wakeUp);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const wakeUp of this.wakeUps) clearTimeout(wakeUp);
    await this.polling;
    await Promise.all(this.firing.values());
  }

  private async fireDue(): Promise<void> {
    const due = await this.due();
    this.notes.keepOnly(due);
    for (const document of due) {
      if (this.stopped || this.firing.size >= MOST_AT_ONCE) return;
      if (!this.firing.has(document._id) && this.notes.mayFire(document)) this.start(document);
    }
  }

  /** Those that fire already, or have to wait after a failure, must not crowd out the others. */
  private async due(): Promise<AggregateDocument[]> {
    const limit = 2 * MOST_AT_ONCE + this.firing.size + this.notes.size;
    const offsets = await this.settings.offsets();
    const now = Date.now();
    const others = offsets.size === 0 ? {} : { tenantId: { $nin: [...offsets.keys()] } };
    const filters = [{ dueAt: { $lte: new Date(now) }, ...others }, ...[...offsets].map(([tenantId, ahead]) => ({ dueAt: { $lte: new Date(now + ahead) }, tenantId }))];
    return (await Promise.all(filters.map((filter) => this.watched.find(filter, limit)))).flat();
  }

  private start(document: AggregateDocument): void {
    const fired = this.fire(document).finally(() => {
      this.firing.delete(document._id);
      if (!this.stopped && this.firing.size === MOST_AT_ONCE - 1) this.poll();
    });
    this.firing.set(document._id, fired);
  }

  private async fire(document: AggregateDocument): Promise<void> {
    const cause = causeOf(document);
    const { tenantId, withdrawalId, traceparent } = cause;
    const labels = { service: this.service, collection: this.collection };
    this.notes.note(document);
    try {
      const run = (): Promise<unknown> => inSpan(`timer ${this.collection}`, { 'sluice.tenant.id': tenantId }, traceparent, () => this.watched.fire(document, cause));
      await onTrail(this.trail, () => withLogFields({ tenantId, withdrawalId, messageId: cause.id }, run));
      timersFired.inc({ ...labels, outcome: 'done' });
      this.leaveTrace(cause, 'done');
    } catch (error) {
      timersFired.inc({ ...labels, outcome: 'failed' });
      this.leaveTrace(cause, 'failed');
      this.logger.error(`The timer of ${this.collection} ${document._id} failed and is tried again.`, error);
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
