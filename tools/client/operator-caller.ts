import { operatorClient, type OperatorClient, type OperatorOrders, type OperatorShapes } from '@sluice/clients/operators';
import type { StackFile } from '../stack/index.ts';
import { exchange, type Answer, type Ask } from './raw-requests.ts';

export type Fault = OperatorOrders['/simulations/faults'];
/** Decimals of the account's currency. */
export type LedgerAccount = OperatorShapes['LedgerAccount'];
export type LedgerLine = OperatorShapes['LedgerEntry']['lines'][number];
type Deposit = OperatorOrders['/simulations/deposits'];
/** Where a wallet's USDC is. */
export type ChainPlace = Required<Pick<Deposit, 'chain'>> & Pick<Deposit, 'positionKey'>;

const at = (id: string): { readonly params: { readonly path: { readonly id: string } } } => ({ params: { path: { id } } });

/**
 * What an operator of one tenant can do, by its client: set the sandbox up, and read what no dialect shows. Each is tried once, and throws
 * unless it is a success; `ask` is raw, and shows any answer.
 */
export class OperatorCaller {
  readonly api: OperatorClient;
  private readonly base: string;
  private readonly key: string;

  constructor({ gateway, tenants }: StackFile, tenantId: string) {
    this.base = `${gateway}/ops/v1`;
    this.key = tenants[tenantId]?.ops.key ?? '';
    this.api = operatorClient({ url: gateway, key: this.key, attempts: 1 });
  }

  ask(path: string, ask: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...ask, headers: { authorization: `Bearer ${this.key}` } });
  }

  /** In the target's own currency unless told. */
  async deposit(target: string, amount: string, currency?: Exclude<Deposit['currency'], undefined>): Promise<void> {
    await this.api.value(this.api.POST('/simulations/deposits', { body: { target, amount, ...(currency !== undefined && { currency }) } }));
  }

  /** USDC to a wallet: as cash on the chain, or put into a position there. */
  async depositOnChain(target: string, amount: string, place: ChainPlace): Promise<void> {
    await this.api.value(this.api.POST('/simulations/deposits', { body: { target, amount, ...place } }));
  }

  /** A holding arrives in a portfolio, at a price that is from then on what the instrument costs. Plain decimals. */
  async holding(holding: OperatorOrders['/simulations/holdings']): Promise<void> {
    await this.api.value(this.api.POST('/simulations/holdings', { body: holding }));
  }

  /** To be charged by the next withdrawal of everything. */
  async accruedFee(fee: OperatorOrders['/simulations/accrued-fees']): Promise<void> {
    await this.api.value(this.api.POST('/simulations/accrued-fees', { body: fee }));
  }

  /** In the words of the target's dialect. */
  async setStatus(target: string, status: string): Promise<void> {
    await this.api.value(this.api.POST('/simulations/status', { body: { target, status } }));
  }

  /** As the engine has it, whatever its dialect shows of it. By any of its ids. */
  withdrawal(id: string): Promise<OperatorShapes['Withdrawal']> {
    return this.api.value(this.api.GET('/withdrawals/{id}', at(id)));
  }

  async phase(withdrawalId: string): Promise<string> {
    return (await this.withdrawal(withdrawalId)).phase;
  }

  async timeline(withdrawalId: string): Promise<readonly OperatorShapes['TimelineRow'][]> {
    return (await this.api.value(this.api.GET('/withdrawals/{id}/timeline', at(withdrawalId)))).data;
  }

  /** Where the fees of all the tenant's portfolios go. */
  async feePortfolioId(): Promise<string> {
    return (await this.api.value(this.api.GET('/tenants/current'))).feePortfolioId;
  }

  /** The balances of one owner as the ledger has them, by currency. */
  async ledgerAccounts(owner: string): Promise<readonly LedgerAccount[]> {
    return (await this.api.value(this.api.GET('/ledger/accounts', { params: { query: { owner } } }))).data;
  }

  /** All lines of the entries, the first two hundred at most, that touch an account or belong to a withdrawal. */
  async ledgerLines(of: { readonly accountId: string } | { readonly withdrawalId: string }): Promise<readonly LedgerLine[]> {
    const { data } = await this.api.value(this.api.GET('/ledger/entries', { params: { query: { limit: 200, ...of } } }));
    return data.flatMap(({ lines }) => lines);
  }

  /** Whether debits equal credits in every currency. */
  async isBalanced(): Promise<boolean> {
    return (await this.api.value(this.api.GET('/ledger/trial-balance'))).balanced;
  }

  /** The last verdict, or one of now over everything that is stored. */
  invariants(full = false): Promise<OperatorShapes['Invariants']> {
    return this.api.value(this.api.GET('/invariants', { params: { query: full ? { full: 'true' } : {} } }));
  }

  reconciled(): Promise<OperatorShapes['Reconciliation']> {
    return this.api.value(this.api.POST('/reconciliations', { body: {} }));
  }

  async fault(fault: Fault): Promise<void> {
    await this.api.value(this.api.POST('/simulations/faults', { body: fault }));
  }

  async clearFaults(): Promise<void> {
    await this.api.value(this.api.DELETE('/simulations/faults'));
  }

  async poison(order: OperatorOrders['/simulations/poison']): Promise<void> {
    await this.api.value(this.api.POST('/simulations/poison', { body: order }));
  }

  async pace(pace: 'instant' | 'clock'): Promise<void> {
    await this.api.value(this.api.PUT('/sandbox', { body: { pace } }));
  }

  /** ISO 8601, hours at most: `PT48H`. Hands back the tenant's time after it. */
  async advance(by: string): Promise<Date> {
    return new Date((await this.api.value(this.api.POST('/clock/advance', { body: { by } }))).now);
  }

  async now(): Promise<Date> {
    return new Date((await this.api.value(this.api.GET('/clock'))).now);
  }

  async bankReturn(withdrawalId: string, code: string): Promise<void> {
    await this.api.value(this.api.POST('/simulations/bank-returns', { body: { withdrawalId, code } }));
  }

  /** Whether a document is reviewed by itself, as the sandbox does unless told otherwise. */
  async autoReview(autoReview: boolean): Promise<void> {
    await this.api.value(this.api.PUT('/sandbox', { body: { rfi: { autoReview } } }));
  }

  async review(documentId: string, decision: 'accept' | 'reject', reason: string): Promise<void> {
    await this.api.value(this.api.POST(`/documents/{id}/${decision}`, { ...at(documentId), body: { reason } }));
  }

  /** All of the tenant's limits at once; what is not named is no limit. */
  async limits(limits: readonly (Pick<OperatorShapes['Limit'], 'scope' | 'currency'> & Partial<OperatorShapes['Limit']>)[]): Promise<void> {
    const unlimited = { perWithdrawal: null, perDay: null, per30Days: null, countPerDay: null };
    await this.api.value(this.api.PUT('/limits', { body: { limits: limits.map((limit) => ({ ...unlimited, ...limit })) } }));
  }
}
