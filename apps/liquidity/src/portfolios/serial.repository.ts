import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { AggregateStore, DuplicateKey, type Change, type StoredFilter, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';

/** The sequence number in which a tenant's documents of one kind were made: 1, 2, 3, … */
export interface Serial {
  readonly serial: number;
}

export interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

type DecideSerial<S> = (current: Versioned<S> | null, serial: number) => Change<S> | null;

/** How often another document may take the number that this one was about to take. */
const MOST_RACES = 60;
const LONGEST_PAUSE_MS = 40;

/** No two documents of a tenant have the same number: this index guarantees it. */
export const inSerialOrder = <S extends Schema>(schema: S): S => schema.index({ tenantId: 1, serial: 1 }, { unique: true });

/**
 * Documents that are listed in the order in which they were made. A number is taken only after the one before it
 * was seen taken, so that no page passes a gap that is filled later: new documents come after everything that was read.
 */
export abstract class SerialStore<S extends Serial> extends AggregateStore<S> {
  /** The latest addition of each tenant in this process: they go one after another, since all but one would lose the race for the next number. */
  private readonly latest = new Map<string, Promise<unknown>>();
  private readonly taken = new Map<string, number>();

  /** Changes a document or makes it: `decide` is given its sequence number, or the next free one. Decided again after lost races. */
  changeOrAdd(id: string, cause: Cause, decide: DecideSerial<S>): Promise<Versioned<S> | null> {
    const adding = (this.latest.get(cause.tenantId) ?? Promise.resolve()).then(() => this.addOrRace(id, cause, decide));
    const done = adding.catch(() => undefined).finally(() => {
      if (this.latest.get(cause.tenantId) === done) this.latest.delete(cause.tenantId);
    });
    this.latest.set(cause.tenantId, done);
    return adding;
  }

  /** @throws DomainError `not_found`, also for another tenant's. */
  async required(tenantId: string, id: string): Promise<Versioned<S>> {
    const found = await this.find(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', `${id} is unknown.`);
    return found;
  }

  /** Oldest first, and whether there are more. @throws DomainError `invalid_request` when `after` is none of the tenant's. */
  async page(tenantId: string, filter: StoredFilter, { limit, after }: Page): Promise<{ readonly found: Versioned<S>[]; readonly hasMore: boolean }> {
    const newer = after === undefined ? {} : { serial: { $gt: await this.serialOf(tenantId, after) } };
    const found = await this.findWhere({ ...filter, ...newer, tenantId }, { sort: { serial: 1 }, limit: limit + 1 });
    return { found: found.slice(0, limit), hasMore: found.length > limit };
  }

  private async addOrRace(id: string, cause: Cause, decide: DecideSerial<S>): Promise<Versioned<S> | null> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      try {
        return await this.change(id, cause, async (current) => decide(current, current?.state.serial ?? (await this.nextSerial(cause.tenantId))));
      } catch (error) {
        if (!(error instanceof DuplicateKey)) throw error;
        await pause(Math.random() * LONGEST_PAUSE_MS);
      }
    }
    throw new RetryLater(`${this.model.modelName} are added too fast.`);
  }

  private async serialOf(tenantId: string, id: string): Promise<number> {
    const last = await this.find(id);
    if (last?.tenantId === tenantId) return last.state.serial;
    throw new DomainError('invalid_request', 'There is nothing to go on after.', [{ field: 'after', message: 'is unknown' }]);
  }

  /** Searches only after the last number this process knows to be taken: not every database finds the last one without sorting all. */
  private async nextSerial(tenantId: string): Promise<number> {
    const [last] = await this.findWhere({ tenantId, serial: { $gte: this.taken.get(tenantId) ?? 1 } }, { sort: { serial: -1 }, limit: 1 });
    const serial = last?.state.serial ?? 0;
    this.taken.set(tenantId, Math.max(serial, 1));
    return serial + 1;
  }
}
