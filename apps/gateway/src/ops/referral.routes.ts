import { Get, HttpCode, Post } from '@nestjs/common';
import { decideReferral, listListedNames, listReferrals } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { referralSchema } from './case.schema.js';
import { OpsController } from './ops-controller.js';
import { cutReply } from './page-reply.js';
import { PathId } from './path-id.js';

/** Withdrawals with a possible hit on a list, and a reviewer's word on them; and the names that are like one on a list. */
@OpsController('')
export class ReferralRoutes {
  constructor(private readonly services: Services) {}

  @Get('referrals')
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { referrals } = await this.services.ask(listReferrals, {}, call);
    return cutReply(call, referrals, { placeOf: ({ referredAt, withdrawalId }) => `${referredAt} ${withdrawalId}`, isDescending: false });
  }

  @Get('listed-names')
  @Needs('ops:read')
  async listedNames(@Incoming() call: Call): Promise<Reply> {
    const { names } = await this.services.ask(listListedNames, {}, call);
    return cutReply(call, names, { placeOf: ({ listedAt, subjectId }) => `${listedAt} ${subjectId}`, isDescending: false });
  }

  @Post('withdrawals/:id/actions/clear')
  @HttpCode(200)
  @Needs('ops:write')
  clear(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'clear');
  }

  @Post('withdrawals/:id/actions/refuse')
  @HttpCode(200)
  @Needs('ops:write')
  refuse(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'refuse');
  }

  private async decide(call: Call, id: string, decision: 'clear' | 'refuse'): Promise<Reply> {
    const { reason } = readShape(referralSchema, call.json() ?? {});
    const { id: withdrawalId } = await this.services.ask(getCanonicalWithdrawal, { id }, call);
    const { referrals } = await this.services.ask(listReferrals, {}, call);
    const stage = referrals.find((referral) => referral.withdrawalId === withdrawalId)?.stage;
    if (stage === undefined) throw new DomainError('invalid_status', 'This withdrawal waits for no decision.');
    const context = { tenantId: call.tenantId, withdrawalId };
    return jsonReply(200, await this.services.ask(decideReferral, { withdrawalId, stage, decision, reason }, context));
  }
}
