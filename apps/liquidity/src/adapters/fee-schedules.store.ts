import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { firstSchedule, storedFeeScheduleSchema, type FeeSchedule } from '../portfolio/fee-schedule.js';

export const FEE_SCHEDULES = 'fee_schedules';

export const feeSchedulesSchema = aggregateSchema({ charge: String, flat: { type: [Object], required: true }, revision: { type: Number, required: true } });

/** Each tenant's fee schedule by tenant id. */
@Injectable()
export class FeeSchedules extends AggregateStore<FeeSchedule> {
  constructor(@InjectModel(FEE_SCHEDULES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, storedFeeScheduleSchema);
  }

  async ofTenant(tenantId: string): Promise<FeeSchedule> {
    return (await this.find(tenantId))?.state ?? firstSchedule;
  }
}
