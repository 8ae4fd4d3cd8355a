import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { PortfoliosController } from './portfolios.controller.js';
import { ArrivalProcess, FeePortfolios } from './portfolios.process.js';
import { 
  ARRIVALS, Arrivals, arrivalsSchema, FEE_SCHEDULES, FeeSchedules, feeSchedulesSchema, PARTIES, Parties, partiesSchema, PORTFOLIOS, Portfolios, portfoliosSchema,
 } from './portfolios.repository.js';
import { ExchangeRates } from './worth.js';

export const portfolioAggregates = [
  { name: PARTIES, schema: partiesSchema, collection: PARTIES },
  { name: PORTFOLIOS, schema: portfoliosSchema, collection: PORTFOLIOS },
  { name: ARRIVALS, schema: arrivalsSchema, collection: ARRIVALS },
  { name: FEE_SCHEDULES, schema: feeSchedulesSchema, collection: FEE_SCHEDULES },
];

/** Parties and their investment portfolios: holdings, active slots of withdrawals, fees, value. */
@Module({
  imports: [ProvidersModule],
  controllers: [PortfoliosController],
  providers: [Parties, Portfolios, Arrivals, FeeSchedules, ArrivalProcess, FeePortfolios, ExchangeRates],
  exports: [Parties, Portfolios, FeeSchedules, FeePortfolios, ExchangeRates],
})
export class PortfoliosModule {}
