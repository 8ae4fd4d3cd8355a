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

  async deposit(target: string, amount: string): Promise<void> {
    expectSuccess('A deposit', await this.ask('/simulations/deposits', { method: 'POST', body: { target, amount } }), withId);
  }

  /** USDC to a wallet: as cash on the chain, or put into a position there. */
  async depositOnChain(target: string, amount: string, place: { readonly chain: string; readonly positionKey?: string }): Promise<void> {
    expectSuccess('A deposit', await this.ask('/simulations/deposits', { method: 'POST', body: { target, amount, ...place } }), withId);
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
