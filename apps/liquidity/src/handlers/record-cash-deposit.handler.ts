import { Controller } from '@nestjs/common';
import { recordCashDeposit } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { PortfolioTransactions } from '../adapters/transactions.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { cashRow } from '../transaction/rows.js';

@Controller()
export class RecordCashDepositHandler {
  constructor(private readonly portfolios: Portfolios, private readonly transactions: PortfolioTransactions, private readonly settings: TenantSettings) {}

  @OnRequest(recordCashDeposit)
  async handle(ask: Ask<typeof recordCashDeposit>): Promise<ReplyOf<typeof recordCashDeposit>> {
    const { tenantId, body: { depositId, portfolioId, amount } } = ask;
    await this.portfolios.required(tenantId, portfolioId);
    const now = await this.settings.now(tenantId);
    const row = cashRow({ tenantId, portfolioId, type: 'Deposit', of: ['deposit', depositId], consideration: amount, now });
    await this.transactions.book([row], ask, now);
    return {};
  }
}
