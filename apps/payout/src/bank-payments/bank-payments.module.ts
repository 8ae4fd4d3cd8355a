import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { Retention } from '@sluice/persistence';
import { PausesModule } from '../pauses/pauses.module.js';
import { PayeesModule } from '../payees/payees.module.js';
import { PayoutConfig } from '../payout.config.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { BankCallbacksController } from './bank-callbacks.controller.js';
import { BankLegProcess } from './bank-leg.process.js';
import { BankPaymentsController } from './bank-payments.controller.js';
import { BankFiles, BankReports } from './bank-reports.js';
import { Deliveries, deliveries } from './deliveries.repository.js';
import { FileCallbacks } from './file-callbacks.js';
import { CalendarWatch } from './rails/calendar/calendar-watch.js';
import { quarantinedFiles, QuarantinedFiles, unmatchedCallbacks, UnmatchedCallbacks } from './unusable-reports.repository.js';

export const bankPaymentsAggregates: readonly ModelDefinition[] = [
  deliveries,
  quarantinedFiles,
  unmatchedCallbacks,
];

/** Payments over a bank's rails, from the order to the return. */
@Module({
  imports: [PausesModule, PayeesModule, ProvidersModule],
  controllers: [BankPaymentsController, BankCallbacksController],
  providers: [Deliveries, UnmatchedCallbacks, QuarantinedFiles, BankFiles, BankReports, FileCallbacks, BankLegProcess, CalendarWatch],
  exports: [Deliveries],
})
export class BankPaymentsModule {
  constructor(retention: Retention, { reportDays: days }: PayoutConfig) {
    const filterOf = (before: Date) => ({ firstAt: { $lt: before.toISOString() }, lastAt: { $lt: before.toISOString() } });
    for (const { collection: name } of [quarantinedFiles, unmatchedCallbacks]) retention.addDocuments({ name, days, tenantsOf: name, filterOf });
  }
}
