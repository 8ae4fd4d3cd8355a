import { Controller } from '@nestjs/common';
import { bookPortfolioReturn, portfolioReturnBooked } from '@sluice/contract-liquidity';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { PortfolioWithdrawals } from '../adapters/portfolio-withdrawals.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { PortfolioTransactions } from '../adapters/transactions.store.js';
import { cashRow } from '../transaction/rows.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class BookPortfolioReturnHandler {
  constructor(
    private readonly portfolios: Portfolios, private readonly transactions: PortfolioTransactions,
    private readonly withdrawals: PortfolioWithdrawals, private readonly settings: TenantSettings,
  ) {}

  @OnMessage(bookPortfolioReturn)
  async handle(message: Envelope<BodyOf<typeof bookPortfolioReturn>>): Promise<void> {
    const { tenantId, body: { portfolioId, returnId, amount } } = message;
    await this.portfolios.required(tenantId, portfolioId);
    const now = await this.settings.now(tenantId);
    await this.transactions.book([cashRow({ tenantId, portfolioId, type: 'Adjustment', of: ['return', returnId], consideration: amount, now })], message, now);
    await this.withdrawals.change(withdrawalOf(message), message, () => ({ send: [send(portfolioReturnBooked, { portfolioId })] }));
  }
}
