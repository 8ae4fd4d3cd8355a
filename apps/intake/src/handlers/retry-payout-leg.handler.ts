import { Controller } from '@nestjs/common';
import { retryPayoutLeg } from '@sluice/contract-intake';
import { OnRequest, type Ask, type deferred } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders, wrongStatus } from '../orders.js';
import { isBeingRetried } from '../withdrawal/legs.js';

@Controller()
export class RetryPayoutLegHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  /** A second retry at the same moment joins the first. What is being cancelled as a whole is not begun again. */
  @OnRequest(retryPayoutLeg)
  async handle(ask: Ask<typeof retryPayoutLeg>): Promise<typeof deferred> {
    const { legId, orderId } = ask.body;
    await this.withdrawals.legOfWallet(ask.body, ask.tenantId);
    return this.orders.place(ask, 'leg-retry', { id: orderId, type: 'leg.retry', body: { legId } }, ({ phase, legs }) => {
      if (phase === 'cancelling') throw wrongStatus();
      return legs.some((leg) => leg.details.legId === legId && isBeingRetried(leg));
    });
  }
}
