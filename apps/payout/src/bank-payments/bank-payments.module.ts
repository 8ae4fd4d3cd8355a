import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { PayeesModule } from '../payees/payees.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { BankCallbacksController } from './bank-callbacks.controller.js';
import { BankLegProcess } from './bank-leg.process.js';
import { BankPaymentsController } from './bank-payments.controller.js';
import { BankFiles, BankReports } from './bank-reports.js';
import { DELIVERIES, Deliveries, deliveriesSchema } from './deliveries.repository.js';
import { FileCallbacks } from './file-callbacks.js';
import { CalendarWatch } from './rails/calendar/calendar-watch.js';
import {
  QUARANTINED_FILES, QuarantinedFiles, quarantinedFilesSchema, UNMATCHED_CALLBACKS, UnmatchedCallbacks, unmatchedCallbacksSchema,
} from './unusable-reports.repository.js';

export const bankPaymentsAggregates: readonly ModelDefinition[] = [
  { name: DELIVERIES, schema: deliveriesSchema, collection: DELIVERIES },
  { name: QUARANTINED_FILES, schema: quarantinedFilesSchema, collection: QUARANTINED_FILES },
  { name: UNMATCHED_CALLBACKS, schema: unmatchedCallbacksSchema, collection: UNMATCHED_CALLBACKS },
];

/** Payments over a bank's rails, from the order to the return. */
@Module({
  imports: [PayeesModule, ProvidersModule],
  controllers: [BankPaymentsController, BankCallbacksController],
  providers: [Deliveries, UnmatchedCallbacks, QuarantinedFiles, BankFiles, BankReports, FileCallbacks, BankLegProcess, CalendarWatch],
  exports: [Deliveries],
})
export class BankPaymentsModule {}
