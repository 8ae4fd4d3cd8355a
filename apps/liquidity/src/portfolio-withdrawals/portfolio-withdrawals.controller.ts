import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { admitPortfolioWithdrawal, bookPortfolioReturn, completePortfolioWithdrawal, portfolioReturnBooked, releasePortfolio } from '@sluice/contract-liquidity';
import { OnMessage, withdrawalOf } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { cashRow } from '../portfolio-transactions/transaction.js';
import { PortfolioTransactions } from '../portfolio-transactions/transactions.repository.js';
import { Portfolios } from '../portfolios/portfolios.repository.js';
import { AdmissionProcess, CompletionProcess } from './portfolio-withdrawals.process.js';
import { PortfolioWithdrawals } from './portfolio-withdrawal.js';

/** The commands of a withdrawal from a portfolio, but those that raise its cash (see cash-raising). */
@Controller()
export class PortfolioWithdrawalsController {
  constructor(
    private readonly admission: AdmissionProcess,
    private readonly completion: CompletionProcess,
    private readonly portfolios: Portfolios,
    private readonly transactions: PortfolioTransactions,
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly settings: TenantSettings,
  ) {}

  @OnMessage(admitPortfolioWithdrawal)
  async admit(message: Envelope<BodyOf<typeof admitPortfolioWithdrawal>>): Promise<void> {
    await this.admission.admit(withdrawalOf(message), message);
  }

  @OnMessage(releasePortfolio)
  async release(message: Envelope<BodyOf<typeof releasePortfolio>>): Promise<void> {
    await this.completion.release(withdrawalOf(message), message.body.portfolioId, message);
  }

  @OnMessage(completePortfolioWithdrawal)
  async complete(message: Envelope<BodyOf<typeof completePortfolioWithdrawal>>): Promise<void> {
    const { portfolioId, ...payment } = message.body;
    await this.completion.complete(withdrawalOf(message), portfolioId, payment, message);
  }

  /** The bank has returned the payment: the portfolio has its cash back. */
  @OnMessage(bookPortfolioReturn)
  async bookReturn(message: Envelope<BodyOf<typeof bookPortfolioReturn>>): Promise<void> {
    const { tenantId, body: { portfolioId, returnId, amount } } = message;
    await this.portfolios.ofTenant(portfolioId, tenantId);
    const now = await this.settings.now(tenantId);
    await this.transactions.book([cashRow({ tenantId, portfolioId, type: 'Adjustment', of: ['return', returnId], consideration: amount, now })], message, now);
    await this.withdrawals.change(withdrawalOf(message), message, () => ({ send: [send(portfolioReturnBooked, { portfolioId })] }));
  }
}
