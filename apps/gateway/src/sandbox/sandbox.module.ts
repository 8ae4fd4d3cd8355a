import { Module } from '@nestjs/common';
import { PortfolioSimulations } from './portfolio-simulations.js';
import { LocalChains } from './providers/local-chains.http.js';
import { Simulators } from './providers/simulators.http.js';
import { SandboxControl } from './sandbox-control.js';
import { Sandboxes } from './sandboxes.repository.js';
import { Simulations, WalletSimulations } from './simulations.js';

/** A sandbox's clock, pace and rules, and what is simulated in it. */
@Module({
  providers: [LocalChains, PortfolioSimulations, SandboxControl, Sandboxes, Simulations, Simulators, WalletSimulations],
  exports: [PortfolioSimulations, SandboxControl, Simulations, Simulators],
})
export class SandboxModule {}
