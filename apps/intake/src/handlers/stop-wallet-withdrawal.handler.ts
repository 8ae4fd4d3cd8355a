import { Controller } from '@nestjs/common';
import { stopWalletWithdrawal } from '@sluice/contract-intake';
import { OnRequest, type Ask, type deferred } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';

@Controller()
export class StopWalletWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  /** Whoever asks while it is being cancelled waits with the first; whoever asks later is told what became of it. */
  @OnRequest(stopWalletWithdrawal)
  async handle(ask: Ask<typeof stopWalletWithdrawal>): Promise<typeof deferred> {
    await this.withdrawals.ofWallet(ask.body, ask.tenantId);
    const { orderId } = ask.body;
    const order = { id: orderId, type: 'client.stop', body: { cancellationId: orderId, stoppedBy: 'customer' } } as const;
    return this.orders.place(ask, 'stop', order, ({ phase }) => phase === 'cancelling' || phase === 'cancelled');
  }
}
