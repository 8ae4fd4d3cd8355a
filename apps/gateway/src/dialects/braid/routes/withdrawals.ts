import { Get, Param, Post, UseGuards } from '@nestjs/common';
import { getWalletWithdrawal, listWalletWithdrawals, retryPayoutLeg, stopPayoutLeg, stopWalletWithdrawal, withdrawFromWallet, type PayoutLegView } from '@sluice/contract-intake';
import { getWallet } from '@sluice/contract-liquidity';
import { voteOnLeg } from '@sluice/contract-payout';
import { braidPhasesOf, braidStatusOf } from '@sluice/dialect-words';
import { idFrom } from '@sluice/kernel';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import { FirstRequests } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { SandboxGuard } from '../../../sandbox/sandbox-control.js';
import { Wallets } from '../../../wallets/wallets.js';
import { WalletWithdrawals } from '../../../withdrawals/wallet-withdrawals.js';
import { refusedAs, refusedByPath } from '../errors.js';
import { expectWalletId, legIdOf, nameOf, WALLETS, type PayoutPath, type WithdrawalPath } from '../ids.js';
import { payoutBody, payoutOf, retriedBody, summaryBody, withdrawalBody } from '../mapping.js';
import { payoutShape, retriedShape, withdrawalListShape, withdrawalShape } from '../schema/answers.js';
import { pageBody, readWithdrawalPage } from '../schema/lists.js';
import { readWithdrawal, withdrawalOrderShape, withdrawalQueryShape } from '../schema/requests.js';

const refusals = {
  not_found: 'wallet_not_found',
  wallet_not_active: 'wallet_not_active',
  insufficient_funds: 'insufficient_funds',
  request_conflict: 'request_id_conflict',
} as const;

/** A wallet's withdrawals. */
@ClientController(WALLETS)
export class WithdrawalRoutes {
  constructor(private readonly withdrawals: WalletWithdrawals, private readonly wallets: Wallets, private readonly firsts: FirstRequests) {}

  @Post(':walletId/withdraw')
  @Needs('portfolio-wallets')
  @Operation({
    summary: 'Withdraw', body: { schema: withdrawalOrderShape }, answer: { status: 201, replayStatus: 200, body: withdrawalShape }, requests: [withdrawFromWallet],
  })
  async withdraw(@Incoming() call: Call, @Param('walletId') givenId: string): Promise<Reply> {
    const walletId = expectWalletId(givenId);
    const { requestId, chain, amount, toAddress } = readWithdrawal(call.json());
    const order = { id: idFrom(call.tenantId, walletId, requestId), dialect: 'braid' as const, requestId, walletId, amount: amount.toJson(), chain, toAddress };
    const { created, withdrawal } = await refusedAs(this.withdrawals.withdraw(call, order), refusals);
    // Several requests that waited for the same creation may all have `created`; one of them is answered 201.
    const isFirst = created && (await this.firsts.take(call, requestId));
    return jsonReply(isFirst ? 201 : 200, withdrawalBody(withdrawal));
  }

  @Get(':walletId/withdrawals')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List withdrawals', query: withdrawalQueryShape, answer: { status: 200, body: withdrawalListShape }, requests: [getWallet, listWalletWithdrawals] })
  async list(@Incoming() call: Call, @Param('walletId') givenId: string): Promise<Reply> {
    const { id: walletId } = await refusedAs(this.wallets.find(call, expectWalletId(givenId)), { not_found: 'wallet_not_found' });
    const { limit, after, list, order, statuses } = readWithdrawalPage(call.query, call.tenantId, walletId);
    const phases = statuses.length === 0 ? undefined : braidPhasesOf(statuses);
    const found = await this.withdrawals.list(call, { walletId, limit, order, phases, after });
    const shown = found.withdrawals.filter((view) => statuses.length === 0 || statuses.includes(braidStatusOf(view)));
    return jsonReply(200, pageBody(shown.map(summaryBody), found.withdrawals.at(-1), found.hasMore, list));
  }

  @Get(':walletId/withdrawals/:withdrawalId')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: withdrawalShape }, requests: [getWalletWithdrawal] })
  async read(@Incoming() call: Call, @Param() path: WithdrawalPath): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await refusedByPath(this.withdrawals.find(call, nameOf(path)))));
  }

  @Post(':walletId/withdrawals/:withdrawalId/cancel')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Cancel what can be cancelled of a withdrawal', answer: { status: 200, body: withdrawalShape }, requests: [stopWalletWithdrawal] })
  async cancel(@Incoming() call: Call, @Param() path: WithdrawalPath): Promise<Reply> {
    call.json();
    return jsonReply(200, withdrawalBody(await refusedByPath(this.withdrawals.stop(call, nameOf(path)), { invalid_status: 'withdrawal_not_cancellable' })));
  }
}

/** Orders about one payout leg of a withdrawal. */
@ClientController(WALLETS)
export class PayoutRoutes {
  constructor(private readonly withdrawals: WalletWithdrawals) {}

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/cancel')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Cancel a payout', answer: { status: 200, body: payoutShape }, requests: [stopPayoutLeg] })
  async cancel(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    call.json();
    const stopped = await refusedByPath(this.withdrawals.stopLeg(call, nameOf(path), legIdOf(path)), { invalid_status: 'payout_not_cancellable' });
    return jsonReply(200, payoutBody(payoutOf(stopped, path.payoutId), stopped));
  }

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/retry')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Try a failed payout again', answer: { status: 200, body: retriedShape }, requests: [retryPayoutLeg] })
  async retry(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    call.json();
    const codes = { invalid_status: 'payout_not_retryable', insufficient_funds: 'insufficient_funds', wallet_not_active: 'wallet_not_active' } as const;
    const retried = await refusedByPath(this.withdrawals.retryLeg(call, nameOf(path), legIdOf(path)), codes);
    return jsonReply(200, retriedBody(payoutOf(retried, path.payoutId)));
  }
}

const NOT_AWAITING = 'payout_not_awaiting_approval';

/** Payout does not know a leg that it was never sent, which awaits nothing. It knows every leg that awaits a vote: if not, votes are taken elsewhere. */
const codesFor = ({ status }: PayoutLegView) => (status === 'awaiting_signature' ? { invalid_status: NOT_AWAITING } as const : { invalid_status: NOT_AWAITING, not_found: NOT_AWAITING } as const);

/** The sandbox's stand-in for the customer's vote. Elsewhere votes come from the signer itself, and these paths do not exist. */
@ClientController(WALLETS)
@UseGuards(SandboxGuard)
export class ApprovalRoutes {
  constructor(private readonly withdrawals: WalletWithdrawals) {}

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/approve')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Vote for a payout (sandbox)', answer: { status: 200, body: payoutShape }, requests: [getWalletWithdrawal, voteOnLeg] })
  approve(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    return this.vote(call, path, 'approve');
  }

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/reject')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Vote against a payout (sandbox)', answer: { status: 200, body: payoutShape }, requests: [getWalletWithdrawal, voteOnLeg] })
  reject(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    return this.vote(call, path, 'reject');
  }

  private async vote(call: Call, path: PayoutPath, vote: 'approve' | 'reject'): Promise<Reply> {
    call.json();
    const before = await refusedByPath(this.withdrawals.find(call, nameOf(path)));
    const leg = payoutOf(before, path.payoutId);
    await refusedAs(this.withdrawals.vote(call, before, leg.id, vote), codesFor(leg));
    const after = await refusedByPath(this.withdrawals.find(call, nameOf(path)));
    return jsonReply(200, payoutBody(payoutOf(after, leg.id), after));
  }
}
