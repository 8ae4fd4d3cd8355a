import { Param, Post, UseGuards } from '@nestjs/common';
import { getWalletWithdrawal, type PayoutLegView } from '@sluice/contract-intake';
import { voteOnLeg } from '@sluice/contract-payout';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { SandboxGuard } from '../../ops/sandbox.guard.js';
import { Services } from '../../services/services.js';
import { Operation } from '../../openapi/operation.js';
import { payoutShape } from './answer.schema.js';
import { BraidController } from './dialect-route.js';
import { payoutBody } from './mapping.js';
import { BraidWithdrawals, payoutOf, type PayoutPath } from './withdrawals.js';
import { inWords } from './words.js';

const NOT_AWAITING = 'payout_not_awaiting_approval';

/** A leg that was never handed to payout is not known there, and awaits nothing. One that awaits a vote is: if not, votes are taken elsewhere. */
const wordsFor = ({ status }: PayoutLegView) => (status === 'awaiting_signature' ? { invalid_status: NOT_AWAITING } as const : { invalid_status: NOT_AWAITING, not_found: NOT_AWAITING } as const);

/** The sandbox's stand-in for the customer's vote. Elsewhere votes come from the signer itself, and these paths do not exist. */
@BraidController()
@UseGuards(SandboxGuard)
export class ApprovalRoutes {
  constructor(private readonly withdrawals: BraidWithdrawals, private readonly services: Services) {}

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/approve')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Vote for a payout (sandbox)', answer: { status: 200, body: payoutShape }, asks: [getWalletWithdrawal, voteOnLeg] })
  approve(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    return this.vote(call, path, 'approve');
  }

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/reject')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Vote against a payout (sandbox)', answer: { status: 200, body: payoutShape }, asks: [getWalletWithdrawal, voteOnLeg] })
  reject(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    return this.vote(call, path, 'reject');
  }

  private async vote(call: Call, path: PayoutPath, vote: 'approve' | 'reject'): Promise<Reply> {
    call.json();
    const before = await this.withdrawals.find(path, call);
    const leg = payoutOf(before, path.payoutId);
    await inWords(this.services.ask(voteOnLeg, { legId: leg.id, vote }, { tenantId: call.tenantId, withdrawalId: before.id }), wordsFor(leg));
    const after = await this.withdrawals.find(path, call);
    return jsonReply(200, payoutBody(payoutOf(after, leg.id), after));
  }
}
