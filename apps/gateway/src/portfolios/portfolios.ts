import { Injectable } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listAccounts, openAccount, type AccountView } from '@sluice/contract-ledger';
import {
  getParty, getPortfolio, listParties, listPortfolios, listTransactions, openParty, openPortfolio, valueCash, type PartyView, type PortfolioView, type TransactionView,
} from '@sluice/contract-liquidity';
import { addBankAccount, getBankAccount, listBankAccounts, resolveBankAccount, type BankAccountView } from '@sluice/contract-payout';
import { ServiceConfig } from '@sluice/service-host';
import { badField, ownedField, Services, type BodyFor, type Caller } from '../services/services.js';

/** More currencies than a portfolio can have cash in. */
const EVERY_ACCOUNT = 100;

/** Whether a text can be one of our ids at all: if not, no request is made for it. */
export const isId = (prefix: string, id: string): boolean => id.startsWith(prefix) && /^[a-z2-7]{14}$/.test(id.slice(prefix.length));

/** Parties and their investment portfolios. */
@Injectable()
export class Portfolios {
  constructor(private readonly services: Services) {}

  openParty(caller: Caller, order: BodyFor<typeof openParty>): Promise<PartyView> {
    return this.services.request(openParty, order, caller);
  }

  async listParties(caller: Caller, page: BodyFor<typeof listParties>): Promise<readonly PartyView[]> {
    return (await this.services.request(listParties, page, caller)).parties;
  }

  findParty(caller: Caller, id: string): Promise<PartyView> {
    return this.services.request(getParty, { id }, caller);
  }

  /** The party that a field names. @throws DomainError `invalid_request` on `partyId` */
  async expectParty(caller: Caller, id: string): Promise<void> {
    if (!isId('pty-', id)) throw badField('partyId');
    await ownedField('partyId', this.findParty(caller, id));
  }

  /** Opened in liquidity, which knows its holdings, and in the ledger, which books its cash; each once, so what was begun is finished when it is ordered again. */
  async open(caller: Caller, order: BodyFor<typeof openPortfolio>): Promise<PortfolioView> {
    const { id, partyId, currency } = order;
    await this.expectParty(caller, partyId);
    const opened = await ownedField('partyId', this.services.request(openPortfolio, order, caller));
    await this.services.request(openAccount, { id: `${id}:${currency}`, kind: 'portfolio', owner: id, currency }, caller);
    return opened;
  }

  /** @throws DomainError `invalid_request` on `partyId` */
  async list(caller: Caller, page: BodyFor<typeof listPortfolios>): Promise<readonly PortfolioView[]> {
    if (page.partyId !== undefined) await this.expectParty(caller, page.partyId);
    return (await this.services.request(listPortfolios, page, caller)).portfolios;
  }

  find(caller: Caller, id: string): Promise<PortfolioView> {
    return this.services.request(getPortfolio, { id }, caller);
  }

  /** The portfolio that a field names. @throws DomainError `invalid_request` on `portfolioId` */
  async named(caller: Caller, id: string): Promise<PortfolioView> {
    if (!isId('prt-', id)) throw badField('portfolioId');
    return ownedField('portfolioId', this.find(caller, id));
  }

  /** A portfolio's cash accounts, one for each currency, oldest first. Money held for a withdrawal is in them until it is paid. */
  async cashAccounts(caller: Caller, { id: owner }: PortfolioView): Promise<AccountView[]> {
    const { accounts } = await this.services.request(listAccounts, { owner, kind: 'portfolio', limit: EVERY_ACCOUNT }, caller);
    return accounts.toReversed();
  }

  /** What amounts of cash are worth in the portfolio's own currency. */
  async valueCash(caller: Caller, order: BodyFor<typeof valueCash>): Promise<ReplyOf<typeof valueCash>['values']> {
    return (await ownedField('portfolioId', this.services.request(valueCash, order, caller))).values;
  }

  /** Oldest first. @throws DomainError `invalid_request` on `portfolioId` */
  async transactions(caller: Caller, page: BodyFor<typeof listTransactions>): Promise<readonly TransactionView[]> {
    if (page.portfolioId !== undefined) await this.named(caller, page.portfolioId);
    return (await ownedField('portfolioId', this.services.request(listTransactions, page, caller))).transactions;
  }
}

/** Where parties are paid to. */
@Injectable()
export class BankAccounts {
  constructor(private readonly services: Services, private readonly portfolios: Portfolios, private readonly config: ServiceConfig) {}

  /** As it was added: what may change is given as it began. */
  async add(caller: Caller, order: Omit<BodyFor<typeof addBankAccount>, 'status'>): Promise<BankAccountView> {
    await this.portfolios.expectParty(caller, order.partyId);
    const status = this.firstStatus(order);
    const { deactivatedAt: _later, ...added } = await this.services.request(addBankAccount, { ...order, status }, caller);
    return { ...added, status, isDefault: order.isDefault };
  }

  /** @throws DomainError `invalid_request` on `partyId` */
  async list(caller: Caller, page: BodyFor<typeof listBankAccounts>): Promise<readonly BankAccountView[]> {
    if (page.partyId !== undefined) await this.portfolios.expectParty(caller, page.partyId);
    return (await this.services.request(listBankAccounts, page, caller)).bankAccounts;
  }

  find(caller: Caller, id: string): Promise<BankAccountView> {
    return this.services.request(getBankAccount, { id }, caller);
  }

  /** The id of the bank account that a field names, or of the party's default one. @throws DomainError `invalid_request` on `bankAccountId` */
  async named(caller: Caller, partyId: string, id: string | undefined): Promise<string> {
    if (id !== undefined && !isId('bac-', id)) throw badField('bankAccountId');
    const message = id === undefined ? 'is required: the party has no bank account' : undefined;
    return (await ownedField('bankAccountId', this.services.request(resolveBankAccount, { partyId, id }, caller), message)).id;
  }

  /** In the sandbox the name and the sort code say how its check would have ended; elsewhere every account waits for one. */
  private firstStatus({ name, sortCode }: { readonly name: string; readonly sortCode: string }): BankAccountView['status'] {
    if (!this.config.sandbox || sortCode === 'PENDING_BANK_ACCOUNT') return 'pending';
    return name === 'SUSPENDED_BANK_ACCOUNT' ? 'suspended' : 'active';
  }
}
