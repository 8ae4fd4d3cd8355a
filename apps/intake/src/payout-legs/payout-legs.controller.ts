import { Controller } from '@nestjs/common';
import { retryPayoutLeg, stopPayoutLeg } from '@sluice/contract-intake';
import { OnRequest, type RequestMessage, type deferred } from '@sluice/messaging';
import { WithdrawalProcess, wrongStatus } from '../engine/withdrawal.process.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { isBeingRetried } from './payout-legs.js';

/** Orders about one payout leg of a wallet's withdrawal. */
@Controller()
export class PayoutLegsController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly process: WithdrawalProcess,
  ) {}

  @OnRequest(stopPayoutLeg)
  async stop(request: RequestMessage<typeof stopPayoutLeg>): Promise<typeof deferred> {
    const { legId, orderId } = request.body;
    await this.withdrawals.legOfWallet(request.body, request.tenantId);
    return this.process.place(request, 'leg-stop', { id: orderId, type: 'leg.stop', body: { legId, by: 'customer' } });
  }

  /** A second retry at the same moment joins the first. A leg of a withdrawal that is being cancelled is not retried. */
  @OnRequest(retryPayoutLeg)
  async retry(request: RequestMessage<typeof retryPayoutLeg>): Promise<typeof deferred> {
    const { legId, orderId } = request.body;
    await this.withdrawals.legOfWallet(request.body, request.tenantId);
    return this.process.place(request, 'leg-retry', { id: orderId, type: 'leg.retry', body: { legId } }, ({ phase, legs }) => {
      if (phase === 'cancelling') throw wrongStatus();
      return legs.some((leg) => leg.details.legId === legId && isBeingRetried(leg));
    });
  }
}
