import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { verdictSchema, type Verdict } from '@sluice/contract-intake';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';

export const VERDICTS = 'verdicts';

export const verdictsSchema: Schema = aggregateSchema({ ok: Boolean, checkedAt: String, invariants: [Object] });

/** The last verdict for each tenant, under its id. */
@Injectable()
export class Verdicts extends AggregateStore<Verdict> {
  constructor(@InjectModel(VERDICTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, verdictSchema);
  }

  /** Everyone who was ever checked. */
  tenants(): Promise<string[]> {
    return this.model.distinct('tenantId').exec();
  }
}
