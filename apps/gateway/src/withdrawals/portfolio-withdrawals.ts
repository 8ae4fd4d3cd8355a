import { Injectable } from '@nestjs/common';
import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { BankAccounts, Portfolios } from '../portfolios/portfolios.js';
import { Services, type BodyFor, type Caller } from '../services/services.js';

/** What a client orders; the party and the currency follow from the portfolio, and the bank account from the party where none is named. */
type PortfolioWithdrawalOrder = Omit<BodyFor<typeof withdrawFromPortfolio>, 'partyId' | 'currency' | 'bankAccountId'> & { readonly bankAccountId: string | undefined };

/** Withdrawals of cash from an investment portfolio. */
@Injectable()
export class PortfolioWithdrawals {
  constructor(private readonly services: Services, private readonly portfolios: Portfolios, private readonly bankAccounts: BankAccounts) {}

  /** Whatever rule of business it breaks shows later, as a status. @throws DomainError `invalid_request` on `portfolioId` or `bankAccountId` */
  async request(caller: Caller, order: PortfolioWithdrawalOrder): Promise<void> {
    const { id: portfolioId, partyId, currency } = await this.portfolios.named(caller, order.portfolioId);
    const bankAccountId = await this.bankAccounts.named(caller, partyId, order.bankAccountId);
    await this.services.request(withdrawFromPortfolio, { ...order, portfolioId, partyId, currency, bankAccountId }, { tenantId: caller.tenantId, withdrawalId: order.id });
  }

  /** Oldest first. @throws DomainError `invalid_request` on `portfolioId` */
  async list(caller: Caller, page: BodyFor<typeof listPortfolioWithdrawals>): Promise<readonly PortfolioWithdrawalView[]> {
    if (page.portfolioId !== undefined) await this.portfolios.named(caller, page.portfolioId);
    return (await this.services.request(listPortfolioWithdrawals, page, caller)).withdrawals;
  }

  find(caller: Caller, dialectId: string): Promise<PortfolioWithdrawalView> {
    return this.services.request(getPortfolioWithdrawal, { dialectId }, caller);
  }

  async cancel(caller: Caller, dialectId: string, orderId: string): Promise<void> {
    await this.services.request(cancelPortfolioWithdrawal, { dialectId, orderId }, caller);
  }
}
