import { z } from 'zod';
import type { StackFile } from '../stack/index.ts';
import { exchange, expectSuccess, type Answer, type Ask } from './exchange.ts';

export interface Fault {
  readonly port: 'bank' | 'chain' | 'attestation' | 'custodian' | 'signer' | 'screening';
  readonly mode: 'reject' | 'fail' | 'slow' | 'silent' | 'duplicate' | 'fail_after_success' | 'revert' | 'expire';
  readonly code?: string;
  readonly count?: number;
  /** ISO 8601. */
  readonly delay?: string;
}

export interface Limit {
  readonly scope: 'tenant' | 'account' | 'counterparty';
  readonly currency: string;
  readonly perWithdrawal?: string;
  readonly perDay?: string;
  readonly countPerDay?: number;
}

const withId = z.object({ id: z.string() });

/** Decimals of the account's currency. */
const ledgerAccountSchema = z.object({ id: z.string(), kind: z.string(), currency: z.string(), posted: z.string(), pending: z.string(), available: z.string() });
export type LedgerAccount = z.output<typeof ledgerAccountSchema>;
const ledgerLineSchema = z.object({ accountId: z.string(), currency: z.string(), debit: z.string(), credit: z.string() });
export type LedgerLine = z.output<typeof ledgerLineSchema>;

/** What an operator of one tenant can do: set the sandbox up, and read what no dialect shows. */
export class OperatorClient {
  private readonly base: string;
  private readonly key: string;

  constructor(stack: StackFile, tenantId: string) {
    this.base = `${stack.gateway}/ops/v1`;
    this.key = stack.tenants[tenantId]?.ops.key ?? '';
  }

  ask(path: string, ask: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...ask, headers: { authorization: `Bearer ${this.key}` } });
  }

  /** In the target's own currency unless told. */
  async deposit(target: string, amount: string, currency?: string): Promise<void> {
    expectSuccess('A deposit', await this.ask('/simulations/deposits', { method: 'POST', body: { target, amount, currency } }), withId);
  }

  /** USDC to a wallet: as cash on the chain, or put into a position there. */
  async depositOnChain(target: string, amount: string, place: { readonly chain: string; readonly positionKey?: string }): Promise<void> {
    expectSuccess('A deposit', await this.ask('/simulations/deposits', { method: 'POST', body: { target, amount, ...place } }), withId);
  }

  /** A holding arrives in a portfolio, at a price that is from then on what the instrument costs. Plain decimals. */
  async holding(holding: { readonly portfolioId: string; readonly isin: string; readonly quantity: string; readonly price: string; readonly currency: string }): Promise<void> {
    expectSuccess('A holding', await this.ask('/simulations/holdings', { method: 'POST', body: holding }), withId);
  }

  /** To be charged by the next withdrawal of everything. */
  async accruedFee(fee: { readonly portfolioId: string; readonly amount: string; readonly currency: string }): Promise<void> {
    expectSuccess('A fee', await this.ask('/simulations/accrued-fees', { method: 'POST', body: fee }), withId);
  }

  /** In the words of the target's dialect. */
  async setStatus(target: string, status: string): Promise<void> {
    expectSuccess('Setting a status', await this.ask('/simulations/status', { method: 'POST', body: { target, status } }), z.unknown());
  }

  /** How far the engine is with a withdrawal, whatever its dialect shows of it. By any of its ids. */
  async phase(withdrawalId: string): Promise<string> {
    return expectSuccess('Reading a withdrawal', await this.ask(`/withdrawals/${withdrawalId}`), z.object({ phase: z.string() })).phase;
  }

  /** Where the fees of all the tenant's portfolios go. */
  async feePortfolioId(): Promise<string> {
    return expectSuccess('Reading the tenant', await this.ask('/tenants/current'), z.object({ feePortfolioId: z.string() })).feePortfolioId;
  }

  /** The balances of one owner as the ledger has them, by currency. */
  async ledgerAccounts(owner: string): Promise<readonly LedgerAccount[]> {
    return expectSuccess('Reading the ledger', await this.ask(`/ledger/accounts?owner=${owner}`), z.object({ data: z.array(ledgerAccountSchema) })).data;
  }

  /** All lines of the entries, the first two hundred at most, that touch an account or belong to a withdrawal. */
  async ledgerLines(of: { readonly accountId: string } | { readonly withdrawalId: string }): Promise<readonly LedgerLine[]> {
    const answer = await this.ask(`/ledger/entries?limit=200&${new URLSearchParams(of)}`);
    const { data } = expectSuccess('Reading the journal', answer, z.object({ data: z.array(z.object({ lines: z.array(ledgerLineSchema) })) }));
    return data.flatMap(({ lines }) => lines);
  }

  /** Whether debits equal credits in every currency. */
  async isBalanced(): Promise<boolean> {
    return expectSuccess('Reading the trial balance', await this.ask('/ledger/trial-balance'), z.object({ balanced: z.boolean() })).balanced;
  }

  async fault(fault: Fault): Promise<void> {
    expectSuccess('Setting a fault', await this.ask('/simulations/faults', { method: 'POST', body: fault }), withId);
  }

  async clearFaults(): Promise<void> {
    expectSuccess('Clearing the faults', await this.ask('/simulations/faults', { method: 'DELETE' }), z.unknown());
  }

  async pace(pace: 'instant' | 'clock'): Promise<void> {
    expectSuccess('Setting the pace', await this.ask('/sandbox', { method: 'PUT', body: { pace } }), z.unknown());
  }

  /** ISO 8601, hours at most: `PT48H`. Hands back the tenant's time after it. */
  async advance(by: string): Promise<Date> {
    const { now } = expectSuccess('Advancing the clock', await this.ask('/clock/advance', { method: 'POST', body: { by } }), z.object({ now: z.iso.datetime() }));
    return new Date(now);
  }

  async now(): Promise<Date> {
    return new Date(expectSuccess('Reading the clock', await this.ask('/clock'), z.object({ now: z.iso.datetime() })).now);
  }

  async bankReturn(withdrawalId: string, code: string): Promise<void> {
    expectSuccess('A bank return', await this.ask('/simulations/bank-returns', { method: 'POST', body: { withdrawalId, code } }), z.unknown());
  }

  /** Whether a document is reviewed by itself, as the sandbox does unless told otherwise. */
  async autoReview(autoReview: boolean): Promise<void> {
    expectSuccess('Setting the review', await this.ask('/sandbox', { method: 'PUT', body: { rfi: { autoReview } } }), z.unknown());
  }

  async review(documentId: string, decision: 'accept' | 'reject', reason: string): Promise<void> {
    expectSuccess('A review', await this.ask(`/documents/${documentId}/${decision}`, { method: 'POST', body: { reason } }), withId);
  }

  /** All of the tenant's limits at once. */
  async limits(limits: readonly Limit[]): Promise<void> {
    expectSuccess('Setting limits', await this.ask('/limits', { method: 'PUT', body: { limits } }), z.unknown());
  }
}
