import { Controller } from '@nestjs/common';
import { decideReferral } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { decidedInquiry } from '../cases/decide-referral.js';
import { Inquiries } from '../work/inquiries.js';

@Controller()
export class DecideReferralHandler {
  constructor(
    private readonly cases: Cases,
    private readonly inquiries: Inquiries,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(decideReferral)
  async handle(ask: Ask<typeof decideReferral>): Promise<ReplyOf<typeof decideReferral>> {
    const { tenantId, body } = ask;
    const { withdrawalId } = body;
    const at = await this.settings.now(tenantId);
    await this.cases.change(withdrawalId, { ...ask, withdrawalId }, (current) => {
      if (current?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such withdrawal.');
      const inquiry = decidedInquiry(current.state, { ...body, at });
      return inquiry && this.inquiries.goOnPastNames(current.state, inquiry, { withdrawalId, tenantId });
    });
    return body;
  }
}
