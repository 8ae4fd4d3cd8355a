import { Controller } from '@nestjs/common';
import { reviewDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { numericId } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { viewOf } from '../cases/compliance-case.js';
import { reviewed } from '../cases/review-document.js';
import { requirementIn } from '../cases/upload-document.js';

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
    const { state } = await this.cases.byRequirement(decided.requirementId, ask.tenantId);
    return viewOf(requirementIn(state, decided.requirementId));
  }
}
