import { randomUUID } from 'node:crypto';
import { braidClient, type BraidClient, type BraidShapes } from '@sluice/clients/braid';
import type { StackFile } from '../stack/index.ts';
import { exchange, type Answer, type Ask } from './raw-requests.ts';
import { until, type WaitLimit } from './until.ts';

export type BraidWithdrawal = BraidShapes['Withdrawal'];
/** What a wallet's USDC can be put into. */
export type PositionKey = 'rlp' | 'syrupUsdc' | 'usdz' | 'ustb';
export type BraidWallet = BraidShapes['PortfolioWallet'];

export type Chain = 'ethereum' | 'arbitrum' | 'base' | 'polygon' | 'optimism' | 'bsc';

export interface NewBraidWithdrawal<On extends string = Chain> {
  readonly amount: string;
  readonly chain: On;
  readonly toAddress: string;
  readonly requestId?: string;
}

const terminal: readonly string[] = ['completed', 'partially_completed', 'failed', 'cancelled'];

const at = (walletId: string): { readonly params: { readonly path: { readonly walletId: string } } } => ({ params: { path: { walletId } } });
const orderOf = <On extends string>({ amount, chain, toAddress, requestId = randomUUID() }: NewBraidWithdrawal<On>) =>
  ({ requestId, chain, token: 'usdc', withdrawalAmount: amount, destinationAddress: toAddress }) as const;

/**
 * The steps of an organisation's story with Braid, by its client. Each is tried once. `ask`, and what hands back an Answer, are raw: they
 * show any answer; the others throw unless it is a success.
 */
export class BraidCaller {
  readonly api: BraidClient;
  private readonly base: string;
  private readonly token: string;

  constructor({ gateway, tenants }: StackFile, tenantId: string) {
    this.base = `${gateway}/braid`;
    this.token = tenants[tenantId]?.braid.token ?? '';
    this.api = braidClient({ url: gateway, token: this.token, attempts: 1 });
  }

  ask(path: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...rest, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  openWallet(positionKey: PositionKey, approvalPolicy: 'none' | 'customer' = 'none', label = 'Treasury'): Promise<BraidWallet> {
    return this.api.value(this.api.POST('/v2/portfolio-wallets', { body: { requestId: randomUUID(), label, positions: [{ positionKey, targetWeightBps: 10_000 }], approvalPolicy } }));
  }

  wallet(walletId: string): Promise<BraidWallet> {
    return this.api.value(this.api.GET('/v2/portfolio-wallets/{walletId}', at(walletId)));
  }

  withdraw(walletId: string, withdrawal: NewBraidWithdrawal<string>): Promise<Answer> {
    return this.ask(`/v2/portfolio-wallets/${walletId}/withdraw`, { method: 'POST', body: orderOf(withdrawal) });
  }

  withdrawn(walletId: string, withdrawal: NewBraidWithdrawal): Promise<BraidWithdrawal> {
    return this.api.value(this.api.POST('/v2/portfolio-wallets/{walletId}/withdraw', { ...at(walletId), body: orderOf(withdrawal) }));
  }

  withdrawal(walletId: string, withdrawalId: string): Promise<BraidWithdrawal> {
    return this.api.value(this.api.GET('/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}', { params: { path: { walletId, withdrawalId } } }));
  }

  /** `cancel`, or `payouts/<id>/approve` and its like. */
  act(walletId: string, id: string, action: string): Promise<Answer> {
    return this.ask(`/v2/portfolio-wallets/${walletId}/withdrawals/${id}/${action}`, { method: 'POST' });
  }

  /** Follows a withdrawal to its end, whichever it is. */
  ended(walletId: string, id: string, waitLimit: WaitLimit = { withinMs: 100_000 }): Promise<BraidWithdrawal> {
    return until(`withdrawal ${id} has ended`, () => this.withdrawal(walletId, id), ({ status }) => terminal.includes(status), waitLimit);
  }
}
