import { Controller } from '@nestjs/common';
import { reviewDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError, numericId } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { viewOf, type ComplianceCase } from '../cases/compliance-case.js';
import { reviewed } from '../cases/review-document.js';

@Controller()
export class ReviewDocumentHandler {
  constructor(
    private readonly cases: Cases,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(reviewDocument)
  async handle(ask: Ask<typeof reviewDocument>): Promise<ReplyOf<typeof reviewDocument>> {
    const { id: withdrawalId } = await this.cases.byRequirement(ask.body.requirementId, ask.tenantId);
    const decided = { ...ask.body, at: await this.settings.now(ask.tenantId) };
    await this.cases.change(withdrawalId, { ...ask, withdrawalId }, (current) =>
      current && reviewed(current.state, decided, withdrawalId, () => numericId('doc_req_')),
    );
    return requirementOf(await this.cases.byRequirement(decided.requirementId, ask.tenantId), decided.requirementId);
  }
}

function requirementOf({ state }: Versioned<ComplianceCase>, requirementId: string): ReplyOf<typeof reviewDocument> {
  const requirement = state.requirements.find(({ id }) => id === requirementId);
  if (!requirement) throw new DomainError('not_found', 'No such document was asked for.');
  return viewOf(requirement);
}
