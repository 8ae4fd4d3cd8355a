import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Cause } from '@sluice/messaging';
import { aggregateSchema, AggregateStore, Outbox, TenantSettings, type AggregateModel } from '@sluice/persistence';
import { quantilesOf, type History, type StepRoute } from '../estimates/estimate.js';
import { sampleSchema, type Sample } from '../estimates/sample.js';

export const SAMPLES = 'step_samples';

export const samplesSchema = aggregateSchema({ step: String, where: String, seconds: Number, at: String });
samplesSchema.index({ tenantId: 1, at: -1 });

/** What is older than so many newer ones does not tell how long things take now. */
const NEWEST = 2_000;

/** How long steps have taken, one document for each. */
@Injectable()
export class Samples extends AggregateStore<Sample> {
  constructor(@InjectModel(SAMPLES) model: AggregateModel, outbox: Outbox, private readonly settings: TenantSettings) {
    super(model, outbox, sampleSchema);
  }

  /** Notes a step once for its id. Where outside waits are cut short nothing is learned from them. */
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
