import { Injectable } from '@nestjs/common';
import { bookHolding, deposit, openAccount } from '@sluice/contract-ledger';
import { accrueFee, depositHolding, getPortfolio, recordCashDeposit, setPartyStatus, setPortfolioStatus, type PortfolioView } from '@sluice/contract-liquidity';
import { setBankAccountStatus } from '@sluice/contract-payout';
import { DomainError, Money, type Currency } from '@sluice/kernel';
import { bankAccountStatuses, canonicalOf, partyStatuses, portfolioStatuses } from '../dialects/wealthkernel/schema/answers.js';
import { Services } from '../services/services.js';
import { Simulators } from './providers/simulators.http.js';
import type { AccruedFeeOrder, DepositOrder, HoldingOrder } from './sandbox.js';

export const isPortfolioId = (target: string): boolean => target.startsWith('prt-');

/** Whether the dialect of portfolios has a status for this target. */
export const hasPortfolioStatus = (target: string): boolean => /^(pty|prt|bac)-/.test(target);

const invalid = (field: string, message: string): DomainError => new DomainError('invalid_request', 'The request is not valid.', [{ field, message }]);

function canonicalStatus<Canonical extends string>(names: Readonly<Record<Canonical, string>>, status: string): Canonical {
  const found = canonicalOf(names, status);
  if (found === undefined) throw invalid('status', 'is not a status of the target');
  return found;
}

/** @throws DomainError `invalid_amount`, `precision_overflow`, `currency_mismatch` */
function moneyOf(text: string, currency: Currency): Money {
  if (currency === 'USDC') throw new DomainError('currency_mismatch', 'A portfolio holds no USDC.', [{ field: 'currency', message: 'must be one that a bank carries' }]);
  const amount = Money.parse(text, currency);
  if (!amount.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.', [{ field: 'amount', message: 'must be more than zero' }]);
  return amount;
}

/** What the sandbox lets happen to parties and portfolios from outside. */
@Injectable()
export class PortfolioSimulations {
  constructor(private readonly services: Services, private readonly simulators: Simulators) {}

  /** Cash arrives, in any currency; it is booked and shown under the same id. @throws DomainError `not_found`, `invalid_amount`, `precision_overflow`, `currency_mismatch` */
  async deposit(tenantId: string, depositId: string, { target, amount: text, currency }: DepositOrder): Promise<void> {
    const { id: portfolioId, currency: base } = await this.portfolio(tenantId, target);
    const money = moneyOf(text, currency ?? base);
    const amount = money.toJson();
    const accountId = `${portfolioId}:${money.currency}`;
    await this.services.request(openAccount, { id: accountId, kind: 'portfolio', owner: portfolioId, currency: money.currency }, { tenantId });
    await this.services.request(deposit, { depositId, accountId, amount }, { tenantId });
    await this.services.request(recordCashDeposit, { depositId, portfolioId, amount }, { tenantId });
  }

  /** A holding arrives at its price, which is from then on what the portfolio sells it at; other portfolios keep theirs. @throws DomainError `not_found`, `invalid_request`, `currency_mismatch` */
  async holding(tenantId: string, depositId: string, order: HoldingOrder): Promise<void> {
    const { portfolioId, isin, price, currency } = order;
    const { bookCost } = await this.services.request(depositHolding, { depositId, ...order }, { tenantId });
    await this.services.request(bookHolding, { depositId, portfolioId, isin, bookCost }, { tenantId });
    await this.simulators.setPrice(tenantId, { portfolioId, isin, price, currency });
  }

  /** @throws DomainError `not_found`, `invalid_amount`, `precision_overflow`, `currency_mismatch` */
  async accrue(tenantId: string, feeId: string, { portfolioId, amount, currency }: AccruedFeeOrder): Promise<void> {
    const { id, currency: base } = await this.portfolio(tenantId, portfolioId);
    await this.services.request(accrueFee, { feeId, portfolioId: id, amount: moneyOf(amount, currency ?? base).toJson() }, { tenantId });
  }

  /** @throws DomainError `not_found`, `invalid_request`, `invalid_status` */
  async setStatus(tenantId: string, id: string, status: string): Promise<void> {
    if (id.startsWith('pty-')) await this.services.request(setPartyStatus, { id, status: canonicalStatus(partyStatuses, status) }, { tenantId });
    else if (isPortfolioId(id)) await this.services.request(setPortfolioStatus, { id, status: canonicalStatus(portfolioStatuses, status) }, { tenantId });
    else await this.services.request(setBankAccountStatus, { id, status: canonicalStatus(bankAccountStatuses, status) }, { tenantId });
  }

  private portfolio(tenantId: string, id: string): Promise<PortfolioView> {
    return this.services.request(getPortfolio, { id }, { tenantId });
  }
}
