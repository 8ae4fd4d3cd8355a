import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import type { AggregateStore } from './aggregate.store.js';
import { MongoTrail } from './mongo-trail.js';
import { PersistenceOptions } from './persistence.options.js';
import { TenantSettings } from './tenant-settings.js';
import { TimerWatch } from './timer-watch.js';
import type { Versioned } from './versioned.js';

const POLL_EVERY_MS = 250;

/** Lets aggregates act when their time has come, on their tenant's clock. Nothing is kept in memory: `dueAt` is the timer. */
@Injectable()
export class Timers {
  private readonly watches: TimerWatch[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly settings: TenantSettings, private readonly options: PersistenceOptions, private readonly trail: MongoTrail) {
    settings.onApplied(() => this.poll());
  }

  /**
   * Calls `fire` for every aggregate that is due. `fire` changes the aggregate with the cause it is given, as it came:
   * that change happens at most once for the version, however many instances fire. When `fire` throws, or the aggregate
   * stays due, it is called again after a growing while.
   */
  watch<S extends object>(store: AggregateStore<S>, fire: (due: Versioned<S>, cause: Cause) => Promise<unknown>): void {
    const watch = new TimerWatch(this.options.service, store.model.collection.collectionName, this.settings, this.trail, {
      find: (filter, limit) => store.findDocuments(filter, { sort: { dueAt: 1 }, limit }),
      fire: (document, cause) => fire(store.read(document), cause),
    });
    store.onWritten(({ tenantId, dueAt }) => void watch.noticeDue(tenantId, dueAt));
    this.watches.push(watch);
  }

  start(): void {
    this.timer = setInterval(() => this.poll(), POLL_EVERY_MS);
  }

  /** Fires nothing more and resolves when what has fired is done. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.all(this.watches.map((watch) => watch.stop()));
  }

  private poll(): void {
    for (const watch of this.watches) watch.poll();
  }
}
