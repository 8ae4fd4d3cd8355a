import { Injectable } from '@nestjs/common';
import { EvmConfig } from '../evm.config.js';
import type { ChainName } from './chain.js';
import { ChainClient } from './chain-client.js';

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
