import { Controller } from '@nestjs/common';
import { stopPayoutLeg } from '@sluice/contract-intake';
import { OnRequest, type Ask, type deferred } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';

@Controller()
export class StopPayoutLegHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  @OnRequest(stopPayoutLeg)
  async handle(ask: Ask<typeof stopPayoutLeg>): Promise<typeof deferred> {
    const { legId, orderId } = ask.body;
    await this.withdrawals.legOfWallet(ask.body, ask.tenantId);
    return this.orders.place(ask, 'leg-stop', { id: orderId, type: 'leg.stop', body: { legId, by: 'customer' } });
  }
}
