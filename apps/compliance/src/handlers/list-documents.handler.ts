import { Controller } from '@nestjs/common';
import { listDocuments } from '@sluice/contract-compliance';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { viewOf, type ComplianceCase, type Requirement } from '../cases/compliance-case.js';

type Case = Versioned<ComplianceCase>;
type Row = ReplyOf<typeof listDocuments>['documents'][number];

@Controller()
export class ListDocumentsHandler {
  constructor(private readonly cases: Cases) {}

  @OnRequest(listDocuments)
  async handle({ tenantId, body }: Ask<typeof listDocuments>): Promise<ReplyOf<typeof listDocuments>> {
    const from = body.after === undefined ? null : await this.caseAt(body.after, tenantId);
    // The first case may have been shown whole already, and one more than asked for tells whether there are more.
    const cases = await this.cases.withDocuments(tenantId, conditionsOf(body), from, body.limit + 2);
    const found = cases.flatMap((one) => rowsOf(one, body));
    return { documents: found.slice(0, body.limit), more: found.length > body.limit };
  }

  private caseAt(requirementId: string, tenantId: string): Promise<Case> {
    return this.cases.byRequirement(requirementId, tenantId).catch((error: unknown) => {
      throw error instanceof DomainError ? new DomainError('invalid_request', 'There is no document to go on after.', [{ field: 'after', message: 'Unknown.' }]) : error;
    });
  }
}

const conditionsOf = ({ withdrawalId, status }: AskOf<typeof listDocuments>): Record<string, unknown> => ({
  ...(withdrawalId === undefined ? {} : { _id: withdrawalId }),
  ...(status === undefined ? {} : { 'requirements.status': status }),
});

function rowsOf({ id, state }: Case, { status, after }: AskOf<typeof listDocuments>): Row[] {
  const seen = state.requirements.findIndex((requirement) => requirement.id === after);
  return state.requirements.slice(seen + 1).filter((requirement) => status === undefined || requirement.status === status).map((requirement) => rowOf(id, state, requirement));
}

const rowOf = (withdrawalId: string, { closed }: ComplianceCase, requirement: Requirement): Row => ({
  ...viewOf(requirement),
  withdrawalId,
  stage: requirement.stage,
  requestedAt: requirement.requestedAt.toISOString(),
  ...(requirement.reviewedAt === null ? {} : { reviewedAt: requirement.reviewedAt.toISOString() }),
  awaited: !closed && (requirement.status === 'PENDING' || requirement.status === 'UPLOADED'),
});
