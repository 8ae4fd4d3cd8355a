import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Cause } from '@sluice/messaging';
import { aggregate, Outbox, repositoryOf, TenantSettings, type AggregateModel } from '@sluice/persistence';
import { planSchema } from './account-plan.js';
import { quantilesOf, sampleSchema, type History, type StepRoute } from './estimate.js';
import { reservationSchema } from './reservation.js';

export const reservations = aggregate({ collection: 'reservations', state: reservationSchema, storedNames: { command: 'asked' } });

/** What was answered to every reservation, by its id. */
@Injectable()
export class Reservations extends repositoryOf(reservations) {}

/** Samples that are read: older ones do not say how long steps take now. */
const NEWEST = 2_000;

export const stepSamples = aggregate({ collection: 'step_samples', state: sampleSchema, indexes: [{ tenantId: 1, at: -1 }] });

/** How long steps have taken, one document for each. */
@Injectable()
export class Samples extends repositoryOf(stepSamples) {
  constructor(@InjectModel(stepSamples.collection) model: AggregateModel, outbox: Outbox, private readonly settings: TenantSettings) {
    super(model, outbox);
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

export const plans = aggregate({ collection: 'plans', state: planSchema, storedNames: { command: 'asked' } });

/** Sourcing plans by withdrawal id. */
@Injectable()
export class Plans extends repositoryOf(plans) {}
