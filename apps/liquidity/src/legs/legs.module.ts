import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { SourcingModule } from '../sourcing/sourcing.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { LegsController } from './legs.controller.js';
import { LegProcess } from './legs.process.js';
import { legs, Legs } from './leg.js';
import { UnwindProcess } from './unwinds.process.js';

export const legAggregates = [legs];

/** Attempts of payout legs to source their group: cash checked on the chain, positions redeemed, cash handed over and spent. */
@Module({
  imports: [ProvidersModule, WalletsModule, SourcingModule],
  controllers: [LegsController],
  providers: [Legs, LegProcess, UnwindProcess],
  exports: [Legs],
})
export class LegsModule {}
