import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ReservationProcess } from './reservations.process.js';
import { SourcingController } from './sourcing.controller.js';
import { PLANS, Plans, plansSchema, RESERVATIONS, Reservations, reservationsSchema, SAMPLES, Samples, samplesSchema } from './sourcing.repository.js';

export const sourcingAggregates = [
  { name: PLANS, schema: plansSchema },
  { name: RESERVATIONS, schema: reservationsSchema },
  { name: SAMPLES, schema: samplesSchema, collection: SAMPLES },
];

/** Where the money of a withdrawal comes from: plans, reservations, and how long they will take. */
@Module({
  imports: [ProvidersModule, WalletsModule],
  controllers: [SourcingController],
  providers: [Plans, Reservations, Samples, ReservationProcess],
  exports: [Reservations, Samples, ReservationProcess],
})
export class SourcingModule {}
