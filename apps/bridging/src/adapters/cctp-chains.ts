import { Injectable } from '@nestjs/common';
import { Chains, type ChainClient } from '@sluice/evm';
import type { Address } from 'viem';

/** Solana's CCTP domain: a source only, without a chain in the configuration. */
export const SOLANA_DOMAIN = 5;

export interface CctpChain {
  readonly chain: ChainClient;
  readonly domain: number;
  readonly messenger: Address;
  readonly transmitter: Address;
}

/** The chains that the bridge joins. */
@Injectable()
export class CctpChains {
  constructor(private readonly chains: Chains) {}

  /** Null when the bridge does not reach the chain. */
  domainOf(name: string): number | null {
    if (name === 'solana') return SOLANA_DOMAIN;
    return this.chains.has(name) ? this.chains.of(name).settings.cctpDomain : null;
  }

  /** @throws RangeError when the bridge does not reach the chain. */
  of(name: string): CctpChain {
    const chain = this.chains.has(name) ? this.chains.of(name) : null;
    const { cctpDomain: domain, tokenMessenger: messenger, messageTransmitter: transmitter } = chain?.settings ?? {};
    if (!chain || domain === null || domain === undefined || !messenger || !transmitter) throw new RangeError(`The bridge does not reach ${name}.`);
    return { chain, domain, messenger, transmitter };
  }
}
