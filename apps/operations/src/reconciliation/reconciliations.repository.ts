import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { reconciliationSchema } from '@sluice/contract-operations';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import type { z } from 'zod';

export const RECONCILIATIONS = 'reconciliations';

export const reconciliationsSchema: Schema = aggregateSchema({ checkedAt: String, breaks: [Object] }).index({ tenantId: 1, checkedAt: -1, _id: -1 });

const storedSchema = reconciliationSchema.omit({ id: true });

/** Every reconciliation there was, for good. */
@Injectable()
export class Reconciliations extends AggregateStore<z.output<typeof storedSchema>> {
  constructor(@InjectModel(RECONCILIATIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, storedSchema);
  }
}
