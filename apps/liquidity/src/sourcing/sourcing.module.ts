import { Module } from '@nestjs/common';
import { Retention } from '@sluice/persistence';
import { LiquidityConfig } from '../liquidity.config.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ReservationProcess } from './reservations.process.js';
import { SourcingController } from './sourcing.controller.js';
import { Plans, plans, Reservations, reservations, Samples, stepSamples } from './sourcing.repository.js';

export const sourcingAggregates = [
  plans,
  reservations,
  stepSamples,
];

/** Where the money of a withdrawal comes from: plans, reservations, and how long they will take. */
@Module({
  imports: [ProvidersModule, WalletsModule],
  controllers: [SourcingController],
  providers: [Plans, Reservations, Samples, ReservationProcess],
  exports: [Reservations, Samples, ReservationProcess],
})
export class SourcingModule {
  constructor(retention: Retention, { sampleDays: days }: LiquidityConfig) {
    const name = stepSamples.collection;
    retention.addDocuments({ name, days, tenantsOf: name, filterOf: (before) => ({ at: { $lt: before.toISOString() } }) });
  }
}
