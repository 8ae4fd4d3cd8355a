import { Param, Post } from '@nestjs/common';
import { retryPayoutLeg, stopPayoutLeg } from '@sluice/contract-intake';
import { newId } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { Operation } from '../../openapi/operation.js';
import { payoutShape, retriedShape } from './answer.schema.js';
import { BraidController } from './dialect-route.js';
import { payoutBody, retriedBody } from './mapping.js';
import { BraidWithdrawals, payoutOf, type PayoutPath } from './withdrawals.js';

/** Orders about one payout leg of a withdrawal. */
@BraidController()
export class PayoutRoutes {
  constructor(private readonly withdrawals: BraidWithdrawals) {}

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/cancel')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Cancel a payout', answer: { status: 200, body: payoutShape }, asks: [stopPayoutLeg] })
  async cancel(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    call.json();
    const stopped = await this.withdrawals.ask(stopPayoutLeg, path, call, orderFor(path), { invalid_status: 'payout_not_cancellable' });
    return jsonReply(200, payoutBody(payoutOf(stopped, path.payoutId), stopped));
  }

  @Post(':walletId/withdrawals/:withdrawalId/payouts/:payoutId/retry')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Try a failed payout again', answer: { status: 200, body: retriedShape }, asks: [retryPayoutLeg] })
  async retry(@Incoming() call: Call, @Param() path: PayoutPath): Promise<Reply> {
    call.json();
    const words = { invalid_status: 'payout_not_retryable', insufficient_funds: 'insufficient_funds', wallet_not_active: 'wallet_not_active' } as const;
    const retried = await this.withdrawals.ask(retryPayoutLeg, path, call, orderFor(path), words);
    return jsonReply(200, retriedBody(payoutOf(retried, path.payoutId)));
  }
}

/** No id is longer. */
const ID_LENGTH = 100;

/** Each request is an order of its own. What cannot be a leg's id is asked about too: whether its withdrawal is there is to be said first. */
const orderFor = ({ payoutId }: PayoutPath) => {
  const orderId = newId();
  const legId = payoutId.toLowerCase().slice(0, ID_LENGTH);
  return (named: { walletId: string; id: string }) => ({ ...named, orderId, legId });
};
