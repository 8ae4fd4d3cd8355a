import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { createTestClient, http, parseEther, type Address } from 'viem';
import type { ChainName } from '../chains/chain.js';
import { Chains } from '../chains/chains.js';
import { Relayers } from '../wallets/relayers.js';

const ENOUGH = parseEther('10');
const PLENTY = parseEther('1000');

/** In the sandbox nobody has to earn what gas costs: accounts are given it. In production operators see to that, and this does nothing. */
@Injectable()
export class GasMoney implements OnApplicationBootstrap {
  private readonly logger = new Logger(GasMoney.name);

  constructor(private readonly config: ServiceConfig, private readonly chains: Chains, private readonly relayers: Relayers) {}

  /** A chain that cannot be reached yet does not hold up the start; its relayers are provided for when they first send. */
  async onApplicationBootstrap(): Promise<void> {
    const wanted = this.chains.names().flatMap((chain) => this.relayers.addresses().map((address) => ({ chain, address })));
    await Promise.all(wanted.map(({ chain, address }) => this.provide(chain, address).catch((error: unknown) => this.logger.warn(`No gas money on ${chain} yet: ${String(error)}`))));
  }

  /** Sees to it that an account can pay for its transactions on this chain. */
  async provide(chain: ChainName, address: Address): Promise<void> {
    if (!this.config.sandbox) return;
    const { client, settings } = this.chains.of(chain);
    if ((await client.getBalance({ address })) >= ENOUGH) return;
    await createTestClient({ mode: 'anvil', transport: http(settings.rpcUrl) }).setBalance({ address, value: PLENTY });
  }
}
