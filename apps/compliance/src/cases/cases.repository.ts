import { Injectable } from '@nestjs/common';
import type { Stage } from '@sluice/contract-compliance';
import { DomainError } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { aggregate, repositoryOf, type ChangeOptions, type Decide, type StoredFilter, type Versioned } from '@sluice/persistence';
import { complianceCaseSchema, dueAtOf, type ComplianceCase } from './compliance-case.js';

/** The stage behind which money is committed: a destination that got past it once is known. */
const COMMITTED: Stage = 'in-review';

export const cases = aggregate({
  collection: 'cases', state: complianceCaseSchema,
  indexes: [
    { tenantId: 1, destinationId: 1 },
    { tenantId: 1, documentsSince: 1, _id: 1 },
    [{ tenantId: 1, 'inquiry.step': 1 }, { sparse: true }],
    { 'requirements.id': 1 },
  ],
});

/** Compliance cases by withdrawal id. */
@Injectable()
export class Cases extends repositoryOf(cases) {
  /** When a case is due follows from its state, and is never set otherwise. */
  override change(id: string, cause: Cause, decide: Decide<ComplianceCase>, options?: ChangeOptions): Promise<Versioned<ComplianceCase> | null> {
    return super.change(id, cause, async (current) => {
      const change = await decide(current);
      return change?.state === undefined ? change : { ...change, dueAt: dueAtOf(change.state) };
    }, options);
  }

  /** @throws DomainError `not_found` when this tenant has no requirement of this id. */
  async byRequirement(requirementId: string, tenantId: string): Promise<Versioned<ComplianceCase>> {
    const found = await this.findFirst({ tenantId, 'requirements.id': requirementId });
    if (!found) throw new DomainError('not_found', 'No such document was asked for.');
    return found;
  }

  /** Whether a requirement of this tenant refers to these bytes. */
  async isDocumentInUse(documentKey: string, tenantId: string): Promise<boolean> {
    return (await this.findWhere({ tenantId, documentsSince: { $ne: null }, $or: [{ 'requirements.upload.documentKey': documentKey }, { 'requirements.upload.shownKey': documentKey }] }, { limit: 1 })).length > 0;
  }

  /** Cases of a tenant in which documents were required, oldest first, from the one given on. */
  withDocuments(tenantId: string, conditions: StoredFilter, from: Versioned<ComplianceCase> | null, limit: number): Promise<Versioned<ComplianceCase>[]> {
    const since = from?.state.documentsSince ?? null;
    const later = since === null || from === null ? {} : { $or: [{ documentsSince: { $gt: since } }, { documentsSince: since, _id: { $gte: from.id } }] };
    return this.findWhere({ tenantId, documentsSince: { $ne: null }, ...conditions, ...later }, { sort: { documentsSince: 1, _id: 1 }, limit });
  }

  /** Cases that wait for an operator's decision about a possible hit. */
  referredOf(tenantId: string): Promise<Versioned<ComplianceCase>[]> {
    return this.findWhere({ tenantId, 'inquiry.step': 'referred' });
  }

  /** Whether another withdrawal of the tenant to this destination has got as far as committing money. */
  async isKnownDestination(destinationId: string, tenantId: string, withdrawalId: string): Promise<boolean> {
    const passed = { $elemMatch: { stage: COMMITTED, passedAt: { $ne: null } } };
    const found = await this.findWhere({ tenantId, destinationId, _id: { $ne: withdrawalId }, screenings: passed }, { limit: 1 });
    return found.length > 0;
  }
}
