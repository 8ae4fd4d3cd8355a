import { Controller } from '@nestjs/common';
import { cancelWithdrawal, type WithdrawalView } from '@sluice/contract-intake';
import { OnRequest, type Ask, type deferred } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';

@Controller()
export class CancelWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
  ) {}

  @OnRequest(cancelWithdrawal)
  async handle(ask: Ask<typeof cancelWithdrawal>): Promise<WithdrawalView | typeof deferred> {
    const { cancellationId } = ask.body;
    const current = await this.withdrawals.ofTenant(ask.body.id, ask.tenantId);
    if (current.state.details.cancellationId === cancellationId) return this.orders.await(ask, 'cancellation');
    return this.orders.place(ask, 'cancellation', { id: cancellationId, type: 'client.cancel', body: { cancellationId } });
  }
}
