import { Controller } from '@nestjs/common';
import { retryPayoutLeg } from '@sluice/contract-intake';
import { OnRequest, type Ask, type deferred } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';
import { legHasEnded } from '../withdrawal/legs.js';

@Controller()
export class RetryPayoutLegHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  @OnRequest(retryPayoutLeg)
  async handle(ask: Ask<typeof retryPayoutLeg>): Promise<typeof deferred> {
    const { legId, orderId } = ask.body;
    const leg = await this.withdrawals.legOfWallet(ask.body, ask.tenantId);
    const isRetried = leg.details.attempt > 1 && !legHasEnded(leg);
    if (isRetried) return this.orders.await(ask, 'leg-retry');
    return this.orders.place(ask, 'leg-retry', { id: orderId, type: 'leg.retry', body: { legId } });
  }
}
