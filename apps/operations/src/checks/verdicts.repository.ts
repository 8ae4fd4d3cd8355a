import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { timeSchema } from '@sluice/contract-kit';
import { verdictSchema } from '@sluice/contract-operations';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import type { z } from 'zod';

export const VERDICTS = 'verdicts';

export const verdictsSchema: Schema = aggregateSchema({ ok: Boolean, checkedAt: String, invariants: [Object], followedSince: String, checkedInFullAt: String });

/** The last verdict for a tenant; since when it is checked, and when everything that is stored was checked last. */
const storedSchema = verdictSchema.extend({ followedSince: timeSchema, checkedInFullAt: timeSchema.optional() });
export type StoredVerdict = z.output<typeof storedSchema>;

/** The last verdict for each tenant, under its id. */
@Injectable()
export class Verdicts extends AggregateStore<StoredVerdict> {
  constructor(@InjectModel(VERDICTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, storedSchema);
  }

  /** Every tenant that was ever checked. */
  tenants(): Promise<string[]> {
    return this.model.distinct('tenantId').exec();
  }
}
