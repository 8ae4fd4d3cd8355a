import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigError } from '@sluice/service-host';
import { type Address, createPublicClient, http, type HttpTransport, type HttpTransportConfig, type PublicClient } from 'viem';
import { EvmConfig } from '../evm.config.js';
import { domainSeparator, usdcAbi, usdcDomain } from '../usdc/authorization.js';
import type { ChainName, ChainSettings } from './chain.js';

/** The node took `latest` for a block whose state it had no longer when it came to read it: another block had arrived. */
const HEAD_HAS_MOVED = /BlockOutOfRange|header not found|missing trie node|unknown block/i;

const MOST_TRIES = 5;

/** About the newest block a node that makes one every few milliseconds may be too late many times in a row. */
const MOST_TRIES_AT_THE_HEAD = 50;

const isAboutTheHead = ({ params }: { readonly params?: unknown }): boolean => Array.isArray(params) && params.includes('latest');

/** JSON-RPC over HTTP to a node that keeps no history: a question that the next block has overtaken is asked again. */
export function chainTransport(url: string, config: HttpTransportConfig = {}): HttpTransport {
  const connect = http(url, config);
  return (options) => {
    const transport = connect(options);
    const ask = transport.request as (question: { readonly params?: unknown }, ...more: readonly unknown[]) => Promise<unknown>;
    const request: typeof ask = async (question, ...more) => {
      const mostTries = isAboutTheHead(question) ? MOST_TRIES_AT_THE_HEAD : MOST_TRIES;
      for (let tries = 1; ; tries += 1) {
        try {
          return await ask(question, ...more);
        } catch (error) {
          if (tries === mostTries || !HEAD_HAS_MOVED.test(String(error))) throw error;
        }
      }
    };
    return { ...transport, request: request as typeof transport.request };
  };
}

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

/** Every chain that is configured. */
@Injectable()
export class Chains {
  private readonly clients: ReadonlyMap<ChainName, ChainClient>;

  constructor({ chains }: EvmConfig) {
    this.clients = new Map(Object.entries(chains).map(([name, settings]) => [name as ChainName, new ChainClient(name as ChainName, settings)]));
  }

  names(): ChainName[] {
    return [...this.clients.keys()];
  }

  has(name: string): name is ChainName {
    return this.clients.has(name as ChainName);
  }

  /** @throws RangeError when no such chain is configured. */
  of(name: ChainName): ChainClient {
    const client = this.clients.get(name);
    if (client === undefined) throw new RangeError(`The chain ${name} is not configured.`);
    return client;
  }
}

/**
 * A chain is what its configuration says: its id, and the token in whose name signatures are made. Asked at the start,
 * and of a chain that could not be reached then, before it is first used.
 */
@Injectable()
export class DomainCheck implements OnModuleInit {
  private readonly logger = new Logger(DomainCheck.name);
  private readonly checked = new Map<ChainName, Promise<void>>();

  constructor(private readonly chains: Chains) {}

  /** @throws ConfigError when a chain is not what it is said to be; one that cannot be reached does not hold up the start. */
  async onModuleInit(): Promise<void> {
    await Promise.all(this.chains.names().map(async (name) => {
      try {
        await this.check(name);
      } catch (error) {
        if (error instanceof ConfigError) throw error;
        this.logger.warn(`The chain ${name} cannot be reached yet: ${String(error)}`);
      }
    }));
  }

  /** Resolves when the chain was found as it should be, once and for all. */
  check(name: ChainName): Promise<void> {
    const known = this.checked.get(name);
    if (known) return known;
    const checking = compare(this.chains.of(name));
    this.checked.set(name, checking);
    checking.catch(() => this.checked.delete(name));
    return checking;
  }
}

async function compare(chain: ChainClient): Promise<void> {
  const { client, usdc, settings, name: chainName } = chain;
  const id = await client.getChainId();
  if (id !== settings.id) throw new ConfigError(`The node of ${chainName} is on the chain ${id}, not ${settings.id}.`);
  if ((await client.getCode({ address: usdc })) === undefined) throw new ConfigError(`Nothing stands at ${usdc} on ${chainName}, where USDC should be.`);
  const read = (functionName: 'name' | 'version' | 'DOMAIN_SEPARATOR') => client.readContract({ address: usdc, abi: usdcAbi, functionName });
  const [name, version, separator] = await Promise.all([read('name'), read('version'), read('DOMAIN_SEPARATOR')]);
  if (name !== usdcDomain.name || version !== usdcDomain.version || separator !== domainSeparator(chain)) {
    throw new ConfigError(`What stands at ${usdc} on ${chainName} signs as ${name} ${version}, ${separator}: that is not the USDC expected.`);
  }
}
