import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { LegsController } from './legs.controller.js';
import { LegProcess } from './legs.process.js';
import { Legs, legTransfers } from './legs.repository.js';
import { OwnTransfers } from './own-transfers.http.js';

export const legAggregates = [legTransfers];

/** The transfers of payout legs between chains, from the command to bridge to its answer, and which transfers to wallets are their own. */
@Module({
  imports: [ProvidersModule],
  controllers: [LegsController],
  providers: [Legs, LegProcess, OwnTransfers],
})
export class LegsModule {}
