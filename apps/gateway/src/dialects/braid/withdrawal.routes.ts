import { Get, Param, Post } from '@nestjs/common';
import { getWalletWithdrawal, listWalletWithdrawals, stopWalletWithdrawal, withdrawFromWallet } from '@sluice/contract-intake';
import { getWallet } from '@sluice/contract-liquidity';
import { braidPhasesOf, braidStatusOf } from '@sluice/dialect-words';
import { idFrom, newId } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { FirstRequests } from '../../idempotency/first-requests.js';
import { Services } from '../../services/services.js';
import { Operation } from '../../openapi/operation.js';
import { withdrawalListShape, withdrawalShape } from './answer.schema.js';
import { pageBody } from './cursor.js';
import { BraidController, expectWalletId } from './dialect-route.js';
import { readWithdrawalPage } from './list-schema.js';
import { summaryBody, withdrawalBody } from './mapping.js';
import { withdrawalOrderShape, withdrawalQueryShape } from './order.schema.js';
import { readWithdrawal } from './schema.js';
import { BraidWallets } from './wallets.js';
import { BraidWithdrawals, type WithdrawalPath } from './withdrawals.js';
import { inWords } from './words.js';

const refusals = {
  not_found: 'wallet_not_found',
  wallet_not_active: 'wallet_not_active',
  insufficient_funds: 'insufficient_funds',
  request_conflict: 'request_id_conflict',
} as const;

/** A wallet's withdrawals. */
@BraidController()
export class WithdrawalRoutes {
  constructor(
    private readonly services: Services,
    private readonly wallets: BraidWallets,
    private readonly withdrawals: BraidWithdrawals,
    private readonly firsts: FirstRequests,
  ) {}

  @Post(':walletId/withdraw')
  @Needs('portfolio-wallets')
  @Operation({
    summary: 'Withdraw', body: { schema: withdrawalOrderShape }, answer: { status: 201, replayStatus: 200, body: withdrawalShape }, asks: [withdrawFromWallet],
  })
  async withdraw(@Incoming() call: Call, @Param('walletId') givenId: string): Promise<Reply> {
    const walletId = expectWalletId(givenId);
    const { requestId, chain, amount, toAddress } = readWithdrawal(call.json());
    const id = idFrom(call.tenantId, walletId, requestId);
    const ask = { id, dialect: 'braid' as const, requestId, walletId, amount: amount.toJson(), chain, toAddress };
    const { created, withdrawal } = await inWords(this.services.ask(withdrawFromWallet, ask, { tenantId: call.tenantId, withdrawalId: id }), refusals);
    // Everyone who waited for the same creation may be told that it was theirs; one of them is answered so.
    const isFirst = created && (await this.firsts.take(call, requestId));
    return jsonReply(isFirst ? 201 : 200, withdrawalBody(withdrawal));
  }

  @Get(':walletId/withdrawals')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List withdrawals', query: withdrawalQueryShape, answer: { status: 200, body: withdrawalListShape }, asks: [getWallet, listWalletWithdrawals] })
  async list(@Incoming() call: Call, @Param('walletId') givenId: string): Promise<Reply> {
    const { id: walletId } = await this.wallets.find(call, givenId);
    const { limit, after, list, order, statuses } = readWithdrawalPage(call.query, call.tenantId, walletId);
    const phases = statuses.length === 0 ? undefined : braidPhasesOf(statuses);
    const found = await this.services.ask(listWalletWithdrawals, { walletId, limit, order, phases, after }, call);
    const shown = found.withdrawals.filter((view) => statuses.length === 0 || statuses.includes(braidStatusOf(view)));
    return jsonReply(200, pageBody(shown.map(summaryBody), found.withdrawals.at(-1), found.hasMore, list));
  }

  @Get(':walletId/withdrawals/:withdrawalId')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: withdrawalShape }, asks: [getWalletWithdrawal] })
  async read(@Incoming() call: Call, @Param() path: WithdrawalPath): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await this.withdrawals.find(path, call)));
  }

  @Post(':walletId/withdrawals/:withdrawalId/cancel')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Cancel what can be cancelled of a withdrawal', answer: { status: 200, body: withdrawalShape }, asks: [stopWalletWithdrawal] })
  async cancel(@Incoming() call: Call, @Param() path: WithdrawalPath): Promise<Reply> {
    call.json();
    const asking = (named: { walletId: string; id: string }) => ({ ...named, orderId: newId() });
    const stopped = await this.withdrawals.ask(stopWalletWithdrawal, path, call, asking, { invalid_status: 'withdrawal_not_cancellable' });
    return jsonReply(200, withdrawalBody(stopped));
  }
}
