import { Controller } from '@nestjs/common';
import { stopWalletWithdrawal, type WalletWithdrawalView } from '@sluice/contract-intake';
import { deferred, OnRequest, type Ask } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';
import { walletViewOf } from '../withdrawal/wallet-view.js';

@Controller()
export class StopWalletWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  @OnRequest(stopWalletWithdrawal)
  async handle(ask: Ask<typeof stopWalletWithdrawal>): Promise<WalletWithdrawalView | typeof deferred> {
    const current = await this.withdrawals.ofWallet(ask.body, ask.tenantId);
    if (current.state.phase === 'cancelled') return walletViewOf(current);
    const isStopping = current.state.details.cancellationId !== undefined && current.state.endedAt === undefined;
    if (isStopping) return this.orders.await(ask, 'stop');
    const { orderId } = ask.body;
    return this.orders.place(ask, 'stop', { id: orderId, type: 'client.stop', body: { cancellationId: orderId } });
  }
}
