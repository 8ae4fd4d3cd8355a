import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { firstSchedule, storedFeeScheduleSchema, type FeeSchedule } from './fees.js';
import { arrivalSchema, partySchema, portfolioSchema, type Arrival, type Party, type Portfolio } from './portfolio.js';
import { inSerialOrder, SerialStore } from './serial.repository.js';

export const PORTFOLIOS = 'portfolios';

export const portfoliosSchema = inSerialOrder(aggregateSchema({
  serial: Number, partyId: String, name: String, currency: String, mandate: String, accountType: String, status: String, createdAt: String,
  holdings: [Object], accruedFees: [Object], countedArrivals: [String], places: [Object], settling: [Object],
}));
portfoliosSchema.index({ tenantId: 1, partyId: 1, serial: 1 });

/** Portfolios by id, each with its holdings and the active slots of withdrawals: one document, so that no two withdrawals take one slot. */
@Injectable()
export class Portfolios extends SerialStore<Portfolio> {
  constructor(@InjectModel(PORTFOLIOS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, portfolioSchema);
  }
}

export const PARTIES = 'parties';

export const partiesSchema = inSerialOrder(aggregateSchema({ serial: Number, name: String, status: String, createdAt: String }));

/** Parties by id. */
@Injectable()
export class Parties extends SerialStore<Party> {
  constructor(@InjectModel(PARTIES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, partySchema);
  }
}

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

export const ARRIVALS = 'portfolio_arrivals';

export const arrivalsSchema = aggregateSchema({ portfolioId: String, what: Object, isCounted: Boolean });

/** Sandbox: holdings and fees that arrived in portfolios, by id. */
@Injectable()
export class Arrivals extends AggregateStore<Arrival> {
  constructor(@InjectModel(ARRIVALS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, arrivalSchema);
  }
}
