import { Controller } from '@nestjs/common';
import { getWithdrawal, type WithdrawalView } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { viewOf } from '../withdrawal/withdrawal.js';

@Controller()
export class GetWithdrawalHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(getWithdrawal)
  async handle({ tenantId, body }: Ask<typeof getWithdrawal>): Promise<WithdrawalView> {
    return viewOf(await this.withdrawals.byDialectId(body.dialect, body.dialectId, tenantId));
  }
}
