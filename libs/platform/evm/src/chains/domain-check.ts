import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigError } from '@sluice/service-host';
import { domainSeparator, usdcDomain } from '../usdc/authorization.js';
import { usdcAbi } from '../usdc/usdc.abi.js';
import type { ChainName } from './chain.js';
import type { ChainClient } from './chain-client.js';
import { Chains } from './chains.js';

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
