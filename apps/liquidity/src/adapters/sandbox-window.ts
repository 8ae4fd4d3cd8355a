import type { ChainClient } from '@sluice/evm';
import { createTestClient, encodeAbiParameters, http, keccak256, numberToHex, type Address } from 'viem';
import { withRetries } from './asked-again.js';
import { positionAbi } from './position.abi.js';

/** Where the sandbox's contract keeps its list of requests, after the five fields of ERC-20, and what one request takes up. */
const REQUESTS_SLOT = 5n;
const WORDS_PER_REQUEST = 4n;
const CLAIMABLE_AT_WORD = 2n;

/**
 * Sandbox: lets the window of one request be over now. Moving the chain's time instead would let the authorizations of
 * everyone else's payments on that chain expire. @throws when the contract is not laid out as this expects.
 */
export async function endWindow(chain: ChainClient, position: Address, requestId: bigint): Promise<void> {
  const now = await chain.headTime();
  const list = BigInt(keccak256(encodeAbiParameters([{ type: 'uint256' }], [REQUESTS_SLOT])));
  const index = numberToHex(list + requestId * WORDS_PER_REQUEST + CLAIMABLE_AT_WORD, { size: 32 });
  const node = createTestClient({ mode: 'anvil', transport: http(chain.settings.rpcUrl) });
  await node.setStorageAt({ address: position, index, value: numberToHex(now, { size: 32 }) });
  const [, , claimableAt] = await withRetries(() => chain.client.readContract({ address: position, abi: positionAbi, functionName: 'requests', args: [requestId] }));
  if (claimableAt !== now) throw new Error(`The window of request ${requestId} at ${position} cannot be ended.`);
}
