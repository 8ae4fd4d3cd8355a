import { wealthkernelClient, type WealthKernelClient, type WealthKernelShapes } from '@sluice/clients/wealthkernel';
import type { StackFile, TenantSecrets } from '../stack/index.ts';
import { exchange, type Answer, type Ask } from './raw-requests.ts';
import { until, type WaitLimit } from './until.ts';

/** As the dialect writes it: a JSON number, exact as the text that it was. */
export type PrintedMoney = WealthKernelShapes['Money'];
export type Portfolio = WealthKernelShapes['Portfolio'];
export type PortfolioWithdrawal = WealthKernelShapes['Withdrawal'];
export type Cash = WealthKernelShapes['CashBalance'];
export type Transaction = WealthKernelShapes['Transaction'];

const terminal: readonly string[] = ['Settled', 'Rejected', 'Cancelled'];

/** Numbers that pass the checks of the rail by which each currency travels. */
export const accountNumbers = {
  GBP: { sortCode: '20-00-00', accountNumber: '55779911', countryCode: 'GB' },
  EUR: { sortCode: '', accountNumber: 'DE89370400440532013000', countryCode: 'DE' },
  USD: { sortCode: '021000021', accountNumber: '123456789', countryCode: 'US' },
} as const;
export type PortfolioCurrency = keyof typeof accountNumbers;

export interface NewPortfolio {
  readonly partyId: string;
  readonly mandateType: Portfolio['mandateType'];
  readonly currency?: PortfolioCurrency;
  readonly accountType?: Portfolio['accountType'] | undefined;
}

export interface NewBankAccount {
  readonly partyId: string;
  readonly currency?: PortfolioCurrency;
  readonly name?: string;
  readonly sortCode?: string;
  readonly isDefault?: boolean;
}

export interface NewPortfolioWithdrawal {
  readonly portfolioId: string;
  readonly type?: PortfolioWithdrawal['type'];
  readonly bankAccountId?: string | null;
  readonly consideration?: PrintedMoney;
  readonly reference?: string;
  readonly closePortfolio?: boolean;
}

const at = (id: string): { readonly params: { readonly path: { readonly id: string } } } => ({ params: { path: { id } } });

/**
 * The steps of a client's story with WealthKernel, by its client. Each is tried once. `ask`, and what hands back an Answer, are raw: they show
 * any answer, without a key unless it is given; the others throw unless it is a success.
 */
export class WealthKernelCaller {
  readonly api: WealthKernelClient;
  private readonly base: string;

  constructor({ gateway }: StackFile, { clientId, clientSecret }: TenantSecrets['wealthkernel']) {
    this.base = `${gateway}/wealthkernel`;
    this.api = wealthkernelClient({ url: gateway, clientId, clientSecret, attempts: 1 });
  }

  ask(path: string, ask: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, ask, this.api.send);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  openParty(name = 'Ada Lovelace'): Promise<WealthKernelShapes['Party']> {
    return this.api.value(this.api.POST('/parties', { body: { name } }));
  }

  openPortfolio({ currency = 'GBP', accountType = 'GIA', ...rest }: NewPortfolio): Promise<Portfolio> {
    return this.api.value(this.api.POST('/portfolios', { body: { name: 'Growth', currency, accountType, ...rest } }));
  }

  portfolio(id: string): Promise<Portfolio> {
    return this.api.value(this.api.GET('/portfolios/{id}', at(id)));
  }

  addBankAccount({ currency = 'GBP', name = 'Ada Lovelace', ...rest }: NewBankAccount): Promise<WealthKernelShapes['BankAccount']> {
    return this.api.value(this.api.POST('/bank-accounts', { body: { ...accountNumbers[currency], currency, name, ...rest } }));
  }

  withdraw({ type = 'SpecifiedAmount', ...rest }: NewPortfolioWithdrawal, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/withdrawals', { type, ...rest }, headers);
  }

  /** The id of the withdrawal, which is all that the answer says. */
  async requested({ type = 'SpecifiedAmount', ...rest }: NewPortfolioWithdrawal, headers: Record<string, string> = {}): Promise<string> {
    return (await this.api.value(this.api.POST('/withdrawals', { headers, body: { type, ...rest } }))).id;
  }

  withdrawal(id: string): Promise<PortfolioWithdrawal> {
    return this.api.value(this.api.GET('/withdrawals/{id}', at(id)));
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
    return this.api.value(this.api.GET('/balances/cash', { params: { query: { portfolioId } } }));
  }

  /** Oldest first. */
  async transactions(portfolioId: string, page: { readonly limit?: number } = {}): Promise<Transaction[]> {
    const transactions: Transaction[] = [];
    for await (const row of this.api.rows((query) => this.api.GET('/transactions', { params: { query: { ...query, ...page, portfolioId } } }))) transactions.push(row);
    return transactions;
  }
}
