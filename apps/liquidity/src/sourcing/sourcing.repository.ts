import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Cause } from '@sluice/messaging';
import { aggregateSchema, AggregateStore, Outbox, TenantSettings, type AggregateModel } from '@sluice/persistence';
import { planSchema, type Plan } from './account-plan.js';
import { quantilesOf, sampleSchema, type History, type Sample, type StepRoute } from './estimate.js';
import { reservationSchema, type Reservation } from './reservation.js';

export const RESERVATIONS = 'reservations';

export const reservationsSchema = aggregateSchema({
  walletId: String, status: String, asked: Object, groups: [Object], approvalPolicy: String, label: String, reason: String, unnamedLegs: [String],
});

/** What was answered to every reservation, by its id. */
@Injectable()
export class Reservations extends AggregateStore<Reservation> {
  constructor(@InjectModel(RESERVATIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, reservationSchema);
  }
}

export const SAMPLES = 'step_samples';

export const samplesSchema = aggregateSchema({ step: String, where: String, seconds: Number, at: String });
samplesSchema.index({ tenantId: 1, at: -1 });

/** Samples that are read: older ones do not say how long steps take now. */
const NEWEST = 2_000;

/** How long steps have taken, one document for each. */
@Injectable()
export class Samples extends AggregateStore<Sample> {
  constructor(@InjectModel(SAMPLES) model: AggregateModel, outbox: Outbox, private readonly settings: TenantSettings) {
    super(model, outbox, sampleSchema);
  }

  /** Notes a step once for its id. Where a tenant's pace cuts outside waits short, nothing is noted. */
  async note(id: string, route: StepRoute, from: string | undefined, to: string | undefined, cause: Cause): Promise<void> {
    if (from === undefined || to === undefined || (await this.settings.read(cause.tenantId)).pace !== 'clock') return;
    const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
    await this.change(`${id}/${route.step}`, cause, (current) => (current ? null : { state: { ...route, seconds, at: to } }));
  }

  /** A tenant's own history: in the sandbox its clock is its own, and so are its waits. */
  async historyOf(tenantId: string): Promise<History> {
    const samples = await this.findWhere({ tenantId }, { sort: { at: -1 }, limit: NEWEST });
    return ({ step, where }) => quantilesOf(samples.filter(({ state }) => state.step === step && state.where === where).map(({ state }) => state.seconds));
  }
}

export const PLANS = 'plans';

export const plansSchema = aggregateSchema({
  status: { type: String, required: true }, accountId: { type: String, required: true }, asked: Object, legs: [Object], reason: String,
});

/** Sourcing plans by withdrawal id. */
@Injectable()
export class Plans extends AggregateStore<Plan> {
  constructor(@InjectModel(PLANS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, planSchema);
  }
}
