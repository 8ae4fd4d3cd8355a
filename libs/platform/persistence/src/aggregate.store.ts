import type { Cause } from '@sluice/messaging';
import type { QueryFilter } from 'mongoose';
import type { z } from 'zod';
import type { AggregateDocument, AggregateModel } from './aggregate.document.js';
import type { Outbox } from './outbox.js';
import type { Change, Versioned } from './versioned.js';

export interface FindOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>> | undefined;
  readonly limit?: number | undefined;
}

/** Conditions on the stored document: `_id`, `tenantId`, `version`, `dueAt` and the state's fields. */
export type StoredFilter = QueryFilter<AggregateDocument & Record<string, unknown>>;

export type Decide<S> = (current: Versioned<S> | null) => Change<S> | null | Promise<Change<S> | null>;

export abstract class AggregateStore<S extends object> {
  constructor(readonly model: AggregateModel, protected readonly outbox: Outbox, protected readonly schema: z.ZodType<S>) {}

  async find(id: string): Promise<Versioned<S> | null> {
    throw new Error(`not there yet: ${id}`);
  }

  async findWhere(filter: StoredFilter, options: FindOptions = {}): Promise<Versioned<S>[]> {
    throw new Error(`not there yet: ${String(filter)} ${String(options)}`);
  }

  async change(id: string, cause: Cause, decide: Decide<S>): Promise<Versioned<S> | null> {
    throw new Error(`not there yet: ${id} ${cause.id} ${String(decide)}`);
  }
}
