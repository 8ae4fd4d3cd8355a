import { Module } from '@nestjs/common';
import { EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { DELIVERIES, Deliveries, deliveriesSchema } from './adapters/deliveries.store.js';
import { HttpBankRail, HttpBankStatement } from './providers/bank.http.js';
import { QUARANTINED_FILES, QuarantinedFiles, quarantinedFilesSchema } from './adapters/quarantined-files.store.js';
import { RECEIPTS, Receipts, receiptsSchema } from './adapters/receipts.store.js';
import { UNMATCHED_CALLBACKS, UnmatchedCallbacks, unmatchedCallbacksSchema } from './adapters/unmatched-callbacks.store.js';
import { chainAggregates, chainHandlers, chainProviders, FIRST_RELAYER } from './chain-payout.js';
import { BankFiles } from './bank-files.js';
import { Dispatcher } from './dispatcher.js';
import { CalendarWatch } from './bank-payments/rails/calendar/calendar-watch.js';
import { BankCallbackController } from './handlers/bank-callback.controller.js';
import { CancelDeliveryHandler } from './handlers/cancel-delivery.handler.js';
import { CheckPaymentsHandler } from './handlers/check-payments.handler.js';
import { DeliverHandler } from './handlers/deliver.handler.js';
import { ListQuarantineHandler } from './handlers/list-quarantine.handler.js';
import { ListUnmatchedHandler } from './handlers/list-unmatched.handler.js';
import { ReconcilePaymentsHandler } from './handlers/reconcile-payments.handler.js';
import { RenderReceiptHandler } from './handlers/render-receipt.handler.js';
import { SchedulePaymentHandler } from './handlers/schedule-payment.handler.js';
import { VerifyReceiptHandler } from './handlers/verify-receipt.handler.js';
import { STATEMENT_LINES, STATEMENT_MARKS, StatementLines, statementLinesSchema, statementMarksSchema } from './adapters/statement-lines.js';
import { BankLook } from './checking/bank-look.js';
import { PaymentsCheck } from './checking/payments-check.js';
import { payeesAggregates, PayeesModule } from './payees/payees.module.js';
import { PayoutConfig } from './payout.config.js';
import { BankRail, BankStatement } from './providers/bank.js';
import { RailCallbacks } from './rail-callbacks.js';
import { Reports } from './reports.js';

const aggregates = [
  ...payeesAggregates,
  { name: DELIVERIES, schema: deliveriesSchema, collection: DELIVERIES },
  { name: QUARANTINED_FILES, schema: quarantinedFilesSchema, collection: QUARANTINED_FILES },
  { name: RECEIPTS, schema: receiptsSchema, collection: RECEIPTS },
  { name: UNMATCHED_CALLBACKS, schema: unmatchedCallbacksSchema, collection: UNMATCHED_CALLBACKS },
  { name: STATEMENT_LINES, schema: statementLinesSchema, collection: STATEMENT_LINES },
  { name: STATEMENT_MARKS, schema: statementMarksSchema, collection: STATEMENT_MARKS },
  ...chainAggregates,
];

@Module({
  imports: [ServiceModule.forRoot({ service: 'payout', aggregates }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER }), PayeesModule],
  controllers: [
    SchedulePaymentHandler, DeliverHandler, CancelDeliveryHandler, BankCallbackController, RenderReceiptHandler, VerifyReceiptHandler,
    ListQuarantineHandler, ListUnmatchedHandler, CheckPaymentsHandler, ReconcilePaymentsHandler,
    ...chainHandlers,
  ],
  providers: [
    PayoutConfig, Deliveries, Receipts, UnmatchedCallbacks, QuarantinedFiles, BankFiles, RailCallbacks, Reports, Dispatcher, { provide: BankRail, useClass: HttpBankRail },
    PaymentsCheck, BankLook, StatementLines, CalendarWatch, { provide: BankStatement, useClass: HttpBankStatement },
    ...chainProviders,
  ],
})
export class PayoutModule {}
