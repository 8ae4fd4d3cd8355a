import { z } from 'zod';
import type { StackFile, TenantSecrets } from '../stack/index.ts';
import { exchange, expectSuccess, type Answer, type Ask } from './exchange.ts';
import { until, type WaitLimit } from './until.ts';
import {
  accountNumbers, bankAccountSchema, cashSchema, createdSchema, partySchema, portfolioSchema, tokenSchema, transactionSchema, withdrawalSchema,
  type BankAccount, type Cash, type NewBankAccount, type NewPortfolio, type NewPortfolioWithdrawal, type Party, type Portfolio, type PortfolioWithdrawal, type Transaction,
} from './wealthkernel-shapes.ts';

const terminal: readonly string[] = ['Settled', 'Rejected', 'Cancelled'];

/** Where the token of the next page stands. */
const NEXT_PAGE = 'pagination-last';

/** A caller of the WealthKernel API. `ask` gives any answer; the other methods throw unless it is the success they name. */
export class WealthKernelClient {
  private readonly base: string;
  private readonly token: string;

  constructor(gateway: string, token: string) {
    this.base = `${gateway}/wealthkernel`;
    this.token = token;
  }

  /** Fetches a token with the client's credentials. */
  static async signIn(stack: StackFile, { clientId, clientSecret }: TenantSecrets['wealthkernel']): Promise<WealthKernelClient> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = await exchange(`${stack.gateway}/wealthkernel/connect/token`, { method: 'POST', body });
    return new WealthKernelClient(stack.gateway, expectSuccess('The token request', answer, tokenSchema).access_token);
  }

  ask(path: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...rest, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  async openParty(name = 'Ada Lovelace'): Promise<Party> {
    return expectSuccess('Adding a party', await this.post('/parties', { name }), partySchema);
  }

  async openPortfolio({ currency = 'GBP', accountType = 'GIA', ...rest }: NewPortfolio): Promise<Portfolio> {
    return expectSuccess('Opening a portfolio', await this.post('/portfolios', { name: 'Growth', currency, accountType, ...rest }), portfolioSchema);
  }

  async portfolio(id: string): Promise<Portfolio> {
    return expectSuccess('Reading a portfolio', await this.ask(`/portfolios/${id}`), portfolioSchema);
  }

  async addBankAccount({ currency = 'GBP', name = 'Ada Lovelace', ...rest }: NewBankAccount): Promise<BankAccount> {
    return expectSuccess('Adding a bank account', await this.post('/bank-accounts', { ...accountNumbers[currency], currency, name, ...rest }), bankAccountSchema);
  }

  withdraw({ type = 'SpecifiedAmount', ...rest }: NewPortfolioWithdrawal, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/withdrawals', { type, ...rest }, headers);
  }

  /** The id of the withdrawal, which is all that the answer says. */
  async requested(withdrawal: NewPortfolioWithdrawal): Promise<string> {
    return expectSuccess('Requesting a withdrawal', await this.withdraw(withdrawal), createdSchema).id;
  }

  async withdrawal(id: string): Promise<PortfolioWithdrawal> {
    return expectSuccess('Reading a withdrawal', await this.ask(`/withdrawals/${id}`), withdrawalSchema);
  }

  cancel(id: string): Promise<Answer> {
    return this.post(`/withdrawals/${id}/actions/cancel`);
  }

  /** Follows a withdrawal until it has ended, one way or another. */
  ended(id: string, waitLimit: WaitLimit = {}): Promise<PortfolioWithdrawal> {
    return until(`withdrawal ${id} ends`, () => this.withdrawal(id), ({ status }) => terminal.includes(status), waitLimit);
  }

  /** What is there by currency, set aside or not. */
  cash(portfolioId: string): Promise<Cash[]> {
    return this.all('Reading balances', '/balances/cash', { portfolioId }, cashSchema);
  }

  /** Oldest first. */
  transactions(portfolioId: string, filters: Readonly<Record<string, string>> = {}): Promise<Transaction[]> {
    return this.all('Reading transactions', '/transactions', { portfolioId, ...filters }, transactionSchema);
  }

  /** Every row of a list, page after page as its headers tell. */
  async all<Row extends z.ZodType>(what: string, path: string, query: Readonly<Record<string, string>>, row: Row): Promise<z.output<Row>[]> {
    const rows: z.output<Row>[] = [];
    for (let after: string | null = ''; after !== null;) {
      const answer: Answer = await this.ask(`${path}?${new URLSearchParams({ ...query, ...(after !== '' && { after }) })}`);
      rows.push(...expectSuccess(what, answer, z.array(row)));
      after = answer.headers.get(NEXT_PAGE);
    }
    return rows;
  }
}
