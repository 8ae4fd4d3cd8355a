import { Controller } from '@nestjs/common';
import { listReferrals } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import type { ComplianceCase } from '../cases/compliance-case.js';

type Referral = ReplyOf<typeof listReferrals>['referrals'][number];

@Controller()
export class ListReferralsHandler {
  constructor(private readonly cases: Cases) {}

  @OnRequest(listReferrals)
  async handle({ tenantId }: Ask<typeof listReferrals>): Promise<ReplyOf<typeof listReferrals>> {
    const referrals = (await this.cases.referredOf(tenantId)).flatMap(referralOf);
    return { referrals: referrals.toSorted((a, b) => a.referredAt.localeCompare(b.referredAt)) };
  }
}

function referralOf({ id: withdrawalId, state: { inquiry } }: Versioned<ComplianceCase>): Referral[] {
  if (inquiry === null || inquiry.finding === null) return [];
  const { asked, finding } = inquiry;
  return [{ withdrawalId, stage: asked.stage, listVersion: finding.listVersion, hits: finding.hits, incomparable: finding.incomparable ?? [], referredAt: finding.at.toISOString() }];
}
