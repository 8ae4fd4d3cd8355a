import { randomUUID } from 'node:crypto';
import { createPublicClient, parseAbi, type Address } from 'viem';
import { z } from 'zod';
import { retryingHttp } from '../chains/plant.ts';
import type { StackFile } from '../stack/index.ts';
import { exchange, expectSuccess, type Answer, type Ask } from './exchange.ts';
import { until, type WaitLimit } from './until.ts';

const legSchema = z.object({ id: z.string(), legKey: z.string(), status: z.string(), amount: z.string(), txHash: z.string().nullable(), failureReason: z.string().nullable() });
const walletSchema = z.object({ id: z.string(), balance: z.object({ totalUsd: z.string(), withdrawableUsd: z.string() }) });
const withdrawalSchema = z.object({
  id: z.string(), status: z.string(), amountUsd: z.string(), failureReason: z.string().nullable(), customerApprovalState: z.string(), blockedBy: z.string().nullable(),
  payouts: z.array(legSchema), sourceLegs: z.array(z.object({ positionKey: z.string(), sourceChain: z.string(), requestedUsdcUnits: z.string(), status: z.string() })),
  completedAt: z.string().nullable(),
});
export type BraidWithdrawal = z.output<typeof withdrawalSchema>;
export type BraidWallet = z.output<typeof walletSchema>;

export interface NewBraidWithdrawal {
  readonly amount: string;
  readonly chain: string;
  readonly toAddress: string;
  readonly requestId?: string;
}

const terminal: readonly string[] = ['completed', 'partially_completed', 'failed', 'cancelled'];

/** A caller of the Braid API. `ask` gives any answer; the other methods throw unless it is the success they name. */
export class BraidClient {
  private readonly base: string;
  private readonly token: string;

  constructor(stack: StackFile, tenantId: string) {
    this.base = `${stack.gateway}/braid`;
    this.token = stack.tenants[tenantId]?.braid.token ?? '';
  }

  ask(path: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...rest, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  async openWallet(positionKey: string, approvalPolicy: 'none' | 'customer' = 'none', label = 'Treasury'): Promise<BraidWallet> {
    const body = { requestId: randomUUID(), label, positions: [{ positionKey, targetWeightBps: 10_000 }], approvalPolicy };
    return expectSuccess('Opening a wallet', await this.ask('/v2/portfolio-wallets', { method: 'POST', body }), walletSchema);
  }

  async wallet(id: string): Promise<BraidWallet> {
    return expectSuccess('Reading a wallet', await this.ask(`/v2/portfolio-wallets/${id}`), walletSchema);
  }

  withdraw(walletId: string, { amount, chain, toAddress, requestId = randomUUID() }: NewBraidWithdrawal): Promise<Answer> {
    const body = { requestId, chain, token: 'usdc', withdrawalAmount: amount, destinationAddress: toAddress };
    return this.ask(`/v2/portfolio-wallets/${walletId}/withdraw`, { method: 'POST', body });
  }

  async withdrawn(walletId: string, withdrawal: NewBraidWithdrawal): Promise<BraidWithdrawal> {
    return expectSuccess('A withdrawal', await this.withdraw(walletId, withdrawal), withdrawalSchema);
  }

  async withdrawal(walletId: string, id: string): Promise<BraidWithdrawal> {
    return expectSuccess('Reading a withdrawal', await this.ask(`/v2/portfolio-wallets/${walletId}/withdrawals/${id}`), withdrawalSchema);
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

const usdcAbi = parseAbi(['function balanceOf(address owner) view returns (uint256)']);

/** USDC of an address on a chain of the stack, as anybody can read it there. Integer units of six decimals. */
export function usdcOnChain(stack: StackFile, chain: string, owner: string): Promise<bigint> {
  const { rpcUrl, usdc } = z.object({ rpcUrl: z.string(), usdc: z.string() }).parse(stack.chains[chain]);
  return createPublicClient({ transport: retryingHttp(rpcUrl) }).readContract({ address: usdc as Address, abi: usdcAbi, functionName: 'balanceOf', args: [owner as Address] });
}

const transferCall = '0xa9059cbb';
const mintCall = '0x40c10f19';

/** The account of the sandbox's phrase that may mint. */
const minter = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

/**
 * USDC moved on a chain of the stack by nobody's order: from the account named, whoever it belongs to, or out of nothing. Resolves when
 * it is in a block. The local nodes take such orders; no other does.
 */
export async function transferOnChain(stack: StackFile, chain: string, { from, to, units }: { readonly from: string | null; readonly to: string; readonly units: bigint }): Promise<void> {
  const { rpcUrl, usdc } = z.object({ rpcUrl: z.string(), usdc: z.string() }).parse(stack.chains[chain]);
  const call = async (method: string, params: readonly unknown[]): Promise<unknown> =>
    expectSuccess(method, await exchange(rpcUrl, { method: 'POST', body: { jsonrpc: '2.0', id: 1, method, params } }), z.object({ result: z.unknown() })).result;
  const sender = from ?? minter;
  const word = (hex: string): string => hex.toLowerCase().padStart(64, '0');
  const data = `${from === null ? mintCall : transferCall}${word(to.slice(2))}${word(units.toString(16))}`;
  if (from !== null) {
    await call('anvil_impersonateAccount', [sender]);
    await call('anvil_setBalance', [sender, '0xde0b6b3a7640000']);
  }
  const hash = await call('eth_sendTransaction', [{ from: sender, to: usdc, data, gas: '0x30d40' }]);
  await until('the transfer is in a block', () => call('eth_getTransactionReceipt', [hash]), (receipt) => receipt !== null, { withinMs: 30_000 });
  if (from !== null) await call('anvil_stopImpersonatingAccount', [sender]);
}
