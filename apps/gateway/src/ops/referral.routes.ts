import { Get, HttpCode, Param, Post } from '@nestjs/common';
import { decideReferral, listReferrals } from '@sluice/contract-compliance';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { bankFiles, unmatchedReports } from './bank-leftovers.js';
import { referralSchema } from './case.schema.js';
import { deadLetters, discarded, redriven } from './dead-letters.js';
import { deliveries, eventLog, redelivered } from './event-log.js';
import { ledgerAccounts, ledgerEntries, ledgerTrialBalance } from './ledger-views.js';
import { OpsController } from './ops-controller.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** What operators see and decide: the ledger's books, withdrawals with a possible hit on a list, what the bank sent and nobody could act on, what was told to whom, and the messages nobody could handle. */
@OpsController('')
export class ReferralRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  @Get('referrals')
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { referrals } = await this.services.ask(listReferrals, {}, call);
    return jsonReply(200, { data: referrals, nextCursor: null });
  }

  @Post('withdrawals/:id/actions/clear')
  @HttpCode(200)
  @Needs('ops:write')
  clear(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.decide(call, id, 'clear');
  }

  @Post('withdrawals/:id/actions/refuse')
  @HttpCode(200)
  @Needs('ops:write')
  refuse(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.decide(call, id, 'refuse');
  }

  @Get('bank-files')
  @Needs('ops:read')
  bankFiles(@Incoming() call: Call): Promise<Reply> {
    return bankFiles(this.services, call);
  }

  @Get('unmatched-reports')
  @Needs('ops:read')
  unmatchedReports(@Incoming() call: Call): Promise<Reply> {
    return unmatchedReports(this.services, call);
  }

  @Get('events')
  @Needs('ops:read')
  events(@Incoming() call: Call): Promise<Reply> {
    return eventLog(this.services, this.ids, call);
  }

  @Get('webhooks/deliveries')
  @Needs('ops:read')
  deliveries(@Incoming() call: Call): Promise<Reply> {
    return deliveries(this.services, this.ids, call);
  }

  @Post('webhooks/deliveries/:id/redeliver')
  @HttpCode(200)
  @Needs('ops:write')
  redeliver(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return redelivered(this.services, call, id);
  }

  @Get('dead-letters')
  @Needs('ops:read')
  deadLetters(@Incoming() call: Call): Promise<Reply> {
    return deadLetters(this.services, call);
  }

  @Post('dead-letters/redrive')
  @HttpCode(200)
  @Needs('ops:write')
  redrive(@Incoming() call: Call): Promise<Reply> {
    return redriven(this.services, call);
  }

  @Post('dead-letters/discard')
  @HttpCode(200)
  @Needs('ops:write')
  discard(@Incoming() call: Call): Promise<Reply> {
    return discarded(this.services, call);
  }

  @Get('ledger/accounts')
  @Needs('ops:read')
  accounts(@Incoming() call: Call): Promise<Reply> {
    return ledgerAccounts(this.services, call);
  }

  @Get('ledger/entries')
  @Needs('ops:read')
  entries(@Incoming() call: Call): Promise<Reply> {
    return ledgerEntries(this.services, this.ids, call);
  }

  @Get('ledger/trial-balance')
  @Needs('ops:read')
  trialBalance(@Incoming() call: Call): Promise<Reply> {
    return ledgerTrialBalance(this.services, call);
  }

  private async decide(call: Call, id: string, decision: 'clear' | 'refuse'): Promise<Reply> {
    const { reason } = readShape(referralSchema, call.json() ?? {});
    const withdrawalId = await this.ids.canonical(call.tenantId, id);
    const { referrals } = await this.services.ask(listReferrals, {}, call);
    const stage = referrals.find((referral) => referral.withdrawalId === withdrawalId)?.stage;
    if (stage === undefined) throw new DomainError('invalid_status', 'This withdrawal waits for no decision.');
    const context = { tenantId: call.tenantId, withdrawalId };
    return jsonReply(200, await this.services.ask(decideReferral, { withdrawalId, stage, decision, reason }, context));
  }
}
