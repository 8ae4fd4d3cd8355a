import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Stage } from '@sluice/contract-compliance';
import { DomainError } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import { complianceCaseSchema, type ComplianceCase } from '../cases/compliance-case.js';

export const CASES = 'cases';

/** The stage behind which money is committed: a destination that got past it once is known. */
const COMMITTED: Stage = 'in-review';

export const casesSchema = aggregateSchema({
  closed: { type: Boolean, required: true }, destinationId: String, screenings: [Object], requirements: [Object],
})
  .index({ tenantId: 1, destinationId: 1 })
  .index({ 'requirements.id': 1 });

/** Compliance cases by withdrawal id. */
@Injectable()
export class Cases extends AggregateStore<ComplianceCase> {
  constructor(@InjectModel(CASES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, complianceCaseSchema);
  }

  /** @throws DomainError `not_found` when no document of this tenant was asked for by this id. */
  async byRequirement(requirementId: string, tenantId: string): Promise<Versioned<ComplianceCase>> {
    const [found] = await this.findWhere({ tenantId, 'requirements.id': requirementId }, { limit: 1 });
    if (!found) throw new DomainError('not_found', 'No such document was asked for.');
    return found;
  }

  /** Whether another withdrawal of the tenant to this destination has got as far as committing money. */
  async isKnownDestination(destinationId: string, tenantId: string, withdrawalId: string): Promise<boolean> {
    const passed = { $elemMatch: { stage: COMMITTED, passedAt: { $ne: null } } };
    const found = await this.findWhere({ tenantId, destinationId, _id: { $ne: withdrawalId }, screenings: passed }, { limit: 1 });
    return found.length > 0;
  }
}
