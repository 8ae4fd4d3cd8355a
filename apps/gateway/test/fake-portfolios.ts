import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { bookHolding } from '@sluice/contract-ledger';
import {
  accrueFee, depositHolding, getParty, getPortfolio, listParties, listPortfolios, listTransactions, openParty, openPortfolio, recordCashDeposit, setPartyStatus, setPortfolioStatus, valueCash, type PartyView, type PortfolioView, type TransactionView,
} from '@sluice/contract-liquidity';
import { addBankAccount, getBankAccount, listBankAccounts, resolveBankAccount, setBankAccountStatus, type BankAccountView } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import type { FakeServices } from './fake-services.js';

interface Owned<View> {
  readonly tenantId: string;
  view: View;
}

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

const notFound = (): DomainError => new DomainError('not_found', 'There is no such resource.');

/** Rows of one kind, oldest first. */
class Kept<View extends { readonly id: string }> {
  private readonly rows = new Map<string, Owned<View>>();

  once(tenantId: string, view: View): View {
    const found = this.rows.get(view.id);
    if (!found) this.rows.set(view.id, { tenantId, view });
    return found?.view ?? view;
  }

  find(tenantId: string, id: string): Owned<View> {
    const found = this.rows.get(id);
    if (found?.tenantId !== tenantId) throw notFound();
    return found;
  }

  change(tenantId: string, id: string, change: Partial<View>): View {
    const found = this.find(tenantId, id);
    found.view = { ...found.view, ...change };
    return found.view;
  }

  all(tenantId: string, fits: (view: View) => boolean): View[] {
    return [...this.rows.values()].filter((row) => row.tenantId === tenantId && fits(row.view)).map(({ view }) => view);
  }

  page(tenantId: string, { limit, after }: Page, fits: (view: View) => boolean = () => true, idOf: (view: View) => string = ({ id }) => id) {
    const all = this.all(tenantId, fits);
    const seen = after === undefined ? -1 : all.findIndex((view) => idOf(view) === after);
    if (after !== undefined && seen < 0) throw new DomainError('invalid_request', 'The page begins after an unknown id.', [{ field: 'after', message: 'is unknown' }]);
    return { rows: all.slice(seen + 1, seen + 1 + limit), hasMore: all.length > seen + 1 + limit };
  }
}

export const AT = '2019-10-08T13:55:16.423Z';

/** What the fake services know of parties, portfolios and their withdrawals. */
export class FakePortfolios {
  readonly parties = new Kept<PartyView>();
  readonly portfolios = new Kept<PortfolioView>();
  readonly bankAccounts = new Kept<BankAccountView>();
  readonly withdrawals = new Kept<PortfolioWithdrawalView>();
  readonly transactions = new Kept<TransactionView>();

  listen(fake: FakeServices): void {
    this.liquidity(fake);
    this.sandbox(fake);
    this.payout(fake);
    this.intake(fake);
  }

  /** Puts a withdrawal into another state, by its id in the dialect. */
  put(tenantId: string, dialectId: string, change: Partial<PortfolioWithdrawalView>): void {
    this.withdrawals.change(tenantId, this.named(tenantId, dialectId).id, change);
  }

  private liquidity(fake: FakeServices): void {
    fake.on(openParty, ({ tenantId, body }) => this.parties.once(tenantId, { ...body, status: 'active', createdAt: AT }));
    fake.on(getParty, ({ tenantId, body }) => this.parties.find(tenantId, body.id).view);
    fake.on(listParties, ({ tenantId, body }) => {
      const { rows, hasMore } = this.parties.page(tenantId, body);
      return { parties: rows, hasMore };
    });
    fake.on(openPortfolio, ({ tenantId, body }) => {
      this.parties.find(tenantId, body.partyId);
      return this.portfolios.once(tenantId, { ...body, status: 'active', holdings: [], accruedFees: [], createdAt: AT });
    });
    fake.on(getPortfolio, ({ tenantId, body }) => this.portfolios.find(tenantId, body.id).view);
    fake.on(listPortfolios, ({ tenantId, body }) => {
      const { rows, hasMore } = this.portfolios.page(tenantId, body, ({ partyId }) => partyId === (body.partyId ?? partyId));
      return { portfolios: rows, hasMore };
    });
    fake.on(listTransactions, ({ tenantId, body }) => {
      const { rows, hasMore } = this.transactions.page(tenantId, body, ({ portfolioId, type, status }) =>
        portfolioId === (body.portfolioId ?? portfolioId) && (body.types?.includes(type) ?? true) && (body.statuses?.includes(status) ?? true));
      return { transactions: rows, hasMore };
    });
    fake.on(valueCash, ({ tenantId, body }) => {
      const { currency: base } = this.portfolios.find(tenantId, body.portfolioId).view;
      const values = body.amounts.map((amount) => (amount.currency === base ? { amount, value: amount, fxRate: '1' } : { amount, value: null, fxRate: null }));
      return { values };
    });
  }

  private sandbox(fake: FakeServices): void {
    fake.on(setPartyStatus, ({ tenantId, body: { id, status } }) => this.parties.change(tenantId, id, { status }));
    fake.on(setPortfolioStatus, ({ tenantId, body: { id, status } }) => this.portfolios.change(tenantId, id, { status }));
    fake.on(depositHolding, ({ tenantId, body: { portfolioId, currency } }) => {
      this.portfolios.find(tenantId, portfolioId);
      return { bookCost: { currency, units: '600000' } };
    });
    fake.on(bookHolding, () => ({}));
    fake.on(accrueFee, () => ({}));
    fake.on(recordCashDeposit, ({ tenantId, body: { depositId, portfolioId, amount } }) => {
      this.transactions.once(tenantId, { id: `txn-${depositId}`, portfolioId, type: 'Deposit', status: 'Settled', consideration: amount, date: '2019-10-08', timestamp: AT, updatedAt: AT });
      return {};
    });
  }

  private payout(fake: FakeServices): void {
    fake.on(addBankAccount, ({ tenantId, body }) => {
      const isBad = body.accountNumber === 'bad';
      if (isBad) throw new DomainError('invalid_request', 'The account cannot be paid.', [{ field: 'accountNumber', message: 'must be eight digits' }]);
      return this.bankAccounts.once(tenantId, { ...body, addedAt: AT });
    });
    fake.on(getBankAccount, ({ tenantId, body }) => this.bankAccounts.find(tenantId, body.id).view);
    fake.on(listBankAccounts, ({ tenantId, body }) => {
      const { rows, hasMore } = this.bankAccounts.page(tenantId, body, ({ partyId }) => partyId === (body.partyId ?? partyId));
      return { bankAccounts: rows, hasMore };
    });
    fake.on(setBankAccountStatus, ({ tenantId, body: { id, status } }) => this.bankAccounts.change(tenantId, id, { status }));
    fake.on(resolveBankAccount, ({ tenantId, body: { partyId, id } }) => {
      const own = this.bankAccounts.all(tenantId, (account) => account.partyId === partyId);
      const found = id === undefined ? (own.find(({ isDefault }) => isDefault) ?? own.at(-1)) : own.find((account) => account.id === id);
      if (!found) throw notFound();
      return found;
    });
  }

  private intake(fake: FakeServices): void {
    fake.on(withdrawFromPortfolio, ({ tenantId, body: { partyId: _partyId, currency, ...body } }) => {
      const zero = Money.zero(currency).toJson();
      return this.withdrawals.once(tenantId, { ...body, version: 1, phase: 'created', hold: 'none', fee: zero, createdAt: AT, updatedAt: AT });
    });
    fake.on(getPortfolioWithdrawal, ({ tenantId, body }) => this.named(tenantId, body.dialectId));
    fake.on(listPortfolioWithdrawals, ({ tenantId, body }) => {
      const fits = ({ portfolioId, reference, phase, type }: PortfolioWithdrawalView): boolean =>
        portfolioId === (body.portfolioId ?? portfolioId) && reference === (body.reference ?? reference) && (body.phases?.includes(phase) ?? true) && type === (body.type ?? type);
      const { rows, hasMore } = this.withdrawals.page(tenantId, body, fits, ({ dialectId }) => dialectId);
      return { withdrawals: rows, hasMore };
    });
    fake.on(cancelPortfolioWithdrawal, ({ tenantId, body }) => {
      const { id, phase } = this.named(tenantId, body.dialectId);
      if (!['created', 'authorized', 'sourcing'].includes(phase)) throw new DomainError('invalid_status', 'The withdrawal is not in a status that allows this.');
      return this.withdrawals.change(tenantId, id, { phase: 'cancelling' });
    });
  }

  private named(tenantId: string, dialectId: string): PortfolioWithdrawalView {
    const [found] = this.withdrawals.all(tenantId, (view) => view.dialectId === dialectId);
    if (!found) throw notFound();
    return found;
  }
}
