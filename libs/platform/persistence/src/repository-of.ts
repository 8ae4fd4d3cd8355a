import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { RetryLater, type Cause } from '@sluice/messaging';
import type { Aggregate } from './aggregate.js';
import type { AggregateModel, Change, Versioned } from './aggregate.document.js';
import { Outbox } from './outbox.js';
import type { Page } from './queries.js';
import { DuplicateKey } from './queries.js';
import { Sealing } from './sealing.js';
import { type PageLimits, Repository, type StoredFilter } from './repository.js';

/** `sealing`: needed where the description has fields that are sealed; without a constructor of its own a repository is given it. */
export type RepositoryClass<R> = new (model: AggregateModel, outbox: Outbox, sealing?: Sealing) => R;

/** What a repository extends: everything that follows from the description, with the model and the outbox injected. */
export function repositoryOf<S extends object>(described: Aggregate<S>): RepositoryClass<Repository<S>> {
  @Injectable()
  class DescribedRepository extends Repository<S> {
    constructor(@InjectModel(described.collection) model: AggregateModel, outbox: Outbox, sealing: Sealing) {
      super(model, outbox, described, sealing);
    }
  }
  return DescribedRepository as unknown as RepositoryClass<Repository<S>>;
}

type DecideSerial<S> = (current: Versioned<S> | null, serial: number) => Change<S> | null;

/** How often another document may take the number that this one was about to take. */
const MOST_RACES = 60;
const LONGEST_PAUSE_MS = 40;

/**
 * Documents that are listed in the order in which they were made: 1, 2, 3, … for each tenant, in the description's `sequence`. A number is taken
 * only after the one before it was seen taken, so that no page passes a gap that is filled later: new documents come after everything that was read.
 */
export abstract class SerialRepository<S extends object> extends Repository<S> {
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

  /** Oldest first, and whether there are more. @throws DomainError `invalid_request` when `after` is none of the tenant's. */
  inSequence(tenantId: string, filter: StoredFilter, limits: PageLimits): Promise<Page<Versioned<S>>> {
    return this.page(tenantId, { by: this.sequence, order: 'oldest', filter }, limits);
  }

  private async addOrRace(id: string, cause: Cause, decide: DecideSerial<S>): Promise<Versioned<S> | null> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      try {
        return await this.change(id, cause, async (current) => decide(current, current === null ? await this.nextNumber(cause.tenantId) : this.numberOf(current)));
      } catch (error) {
        if (!(error instanceof DuplicateKey)) throw error;
        await pause(Math.random() * LONGEST_PAUSE_MS);
      }
    }
    throw new RetryLater(`${this.model.modelName} are added too fast.`);
  }

  /** Searches only after the last number this process knows to be taken: not every database finds the last one without sorting all. */
  private async nextNumber(tenantId: string): Promise<number> {
    const last = await this.findFirst({ tenantId, [this.sequence]: { $gte: this.taken.get(tenantId) ?? 1 } }, { [this.sequence]: -1 });
    const number = last === null ? 0 : this.numberOf(last);
    this.taken.set(tenantId, Math.max(number, 1));
    return number + 1;
  }

  private numberOf({ state }: Versioned<S>): number {
    return Number(state[this.sequence]);
  }

  private get sequence(): keyof S & string {
    if (!this.described.sequence) throw new TypeError(`${this.model.modelName} have no sequence.`);
    return this.described.sequence as keyof S & string;
  }
}

/** The same as `repositoryOf`, for documents with a sequence number. */
export function serialRepositoryOf<S extends object>(described: Aggregate<S>): RepositoryClass<SerialRepository<S>> {
  @Injectable()
  class DescribedRepository extends SerialRepository<S> {
    constructor(@InjectModel(described.collection) model: AggregateModel, outbox: Outbox, sealing: Sealing) {
      super(model, outbox, described, sealing);
    }
  }
  return DescribedRepository as unknown as RepositoryClass<SerialRepository<S>>;
}
