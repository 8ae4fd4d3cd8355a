import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ServiceConfig, ServiceState } from '@sluice/service-host';
import { inBackground } from '@sluice/telemetry';
import { Gauge } from 'prom-client';
import { type Address, formatEther } from 'viem';
import type { ChainName } from '../chains/chain.js';
import { Chains } from '../chains/chains.js';
import { Relayers } from './relayers.js';

const balances = new Gauge({
  name: 'sluice_relayer_balance',
  help: 'What a relayer has to pay for gas with, in whole coins of its chain.',
  labelNames: ['service', 'chain', 'relayer'] as const,
});

/** Long before a sum that lasts for days is spent. Nobody tells that gas money runs out, and a payment that cannot pay for its gas is late. */
const ASK_EVERY_MS = 300_000;

/** What the relayers have, asked of the chains now and then while somebody reads the metrics, and never while they wait. */
@Injectable()
export class RelayerBalances implements OnModuleInit {
  private readonly logger = new Logger(RelayerBalances.name);
  private nextAtMs = 0;

  constructor(private readonly config: ServiceConfig, private readonly chains: Chains, private readonly relayers: Relayers, private readonly state: ServiceState) {}

  onModuleInit(): void {
    this.state.beforeMetrics(() => {
      if (Date.now() >= this.nextAtMs) inBackground(this.logger, 'Asking for the relayers’ balances', () => this.ask());
      return Promise.resolve();
    });
  }

  async ask(): Promise<void> {
    this.nextAtMs = Date.now() + ASK_EVERY_MS;
    await Promise.all(this.chains.names().flatMap((chain) => this.relayers.addresses().map((relayer) => this.askOf(chain, relayer))));
  }

  /** A chain that does not answer leaves the figure that was known. */
  private async askOf(chain: ChainName, relayer: Address): Promise<void> {
    try {
      const units = await this.chains.of(chain).client.getBalance({ address: relayer });
      balances.set({ service: this.config.service, chain, relayer }, Number(formatEther(units)));
    } catch (error) {
      this.logger.warn(`The balance of ${relayer} on ${chain} is not known: ${String(error).split('\n')[0] ?? ''}`);
    }
  }
}
