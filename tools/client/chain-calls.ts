import { createPublicClient, parseAbi, type Address } from 'viem';
import { z } from 'zod';
import { retryingHttp } from '../chains/plant.ts';
import type { StackFile } from '../stack/index.ts';
import { exchange, expectSuccess } from './raw-requests.ts';
import { until } from './until.ts';

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
