import { createPublicClient, type Address, type PublicClient } from 'viem';
import type { ChainName, ChainSettings } from './chain.js';
import { chainTransport } from './chain-transport.js';

/** Asking a node must not hold up the work of others for long; what failed is asked again by a timer. */
const RPC_TIMEOUT_MS = 10_000;

/** One chain: its settings and a client to read it with. Writing goes through `Transactions`. */
export class ChainClient {
  readonly client: PublicClient;

  constructor(readonly name: ChainName, readonly settings: ChainSettings) {
    const { id, rpcUrl } = settings;
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    this.client = createPublicClient({ chain, transport: chainTransport(rpcUrl, { retryCount: 1, timeout: RPC_TIMEOUT_MS }), cacheTime: 0, pollingInterval: 100 });
  }

  get usdc(): Address {
    return this.settings.usdc;
  }

  /** Time of the head block, in seconds: what `validBefore` and windows are measured by. */
  async headTime(): Promise<bigint> {
    return (await this.client.getBlock({ blockTag: 'latest' })).timestamp;
  }
}
