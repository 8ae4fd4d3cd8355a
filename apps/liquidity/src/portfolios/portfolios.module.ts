import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { PortfoliosController } from './portfolios.controller.js';
import { ArrivalProcess, FeePortfolios } from './portfolios.process.js';
import { Arrivals, FeeSchedules, feeSchedules, Parties, parties, portfolioArrivals, Portfolios, portfolios } from './portfolios.repository.js';
import { ExchangeRates } from './worth.js';

export const portfolioAggregates = [
  parties,
  portfolios,
  portfolioArrivals,
  feeSchedules,
];

/** Parties and their investment portfolios: holdings, active slots of withdrawals, fees, value. */
@Module({
  imports: [ProvidersModule],
  controllers: [PortfoliosController],
  providers: [Parties, Portfolios, Arrivals, FeeSchedules, ArrivalProcess, FeePortfolios, ExchangeRates],
  exports: [Parties, Portfolios, FeeSchedules, FeePortfolios, ExchangeRates],
})
export class PortfoliosModule {}
