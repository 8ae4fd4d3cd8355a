import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import type { Repository } from './repository.js';
import { MongoTrail } from './mongo-trail.js';
import { PersistenceOptions, TenantSettings } from './tenant-settings.js';
import { TimerWatch } from './timer-watch.js';
import type { Versioned } from './aggregate.document.js';

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
