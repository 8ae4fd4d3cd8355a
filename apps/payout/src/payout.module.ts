import { Module } from '@nestjs/common';
import { EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { RECEIPTS, Receipts, receiptsSchema } from './adapters/receipts.store.js';
import { chainPaymentsAggregates, ChainPaymentsModule } from './chain-payments/chain-payments.module.js';
import { CheckPaymentsHandler } from './handlers/check-payments.handler.js';
import { ReconcilePaymentsHandler } from './handlers/reconcile-payments.handler.js';
import { RenderReceiptHandler } from './handlers/render-receipt.handler.js';
import { VerifyReceiptHandler } from './handlers/verify-receipt.handler.js';
import { STATEMENT_LINES, STATEMENT_MARKS, StatementLines, statementLinesSchema, statementMarksSchema } from './adapters/statement-lines.js';
import { BankLook } from './checking/bank-look.js';
import { PaymentsCheck } from './checking/payments-check.js';
import { payeesAggregates, PayeesModule } from './payees/payees.module.js';
import { bankPaymentsAggregates, BankPaymentsModule } from './bank-payments/bank-payments.module.js';
import { ProvidersModule } from './providers/providers.module.js';
import { PayoutConfigModule } from './payout.config.js';

/** The first account of the sandbox's phrase that sends for this service. */
const FIRST_RELAYER = 40;

const aggregates = [
  ...payeesAggregates,
  ...bankPaymentsAggregates,
  { name: RECEIPTS, schema: receiptsSchema, collection: RECEIPTS },
  { name: STATEMENT_LINES, schema: statementLinesSchema, collection: STATEMENT_LINES },
  { name: STATEMENT_MARKS, schema: statementMarksSchema, collection: STATEMENT_MARKS },
  ...chainPaymentsAggregates,
];

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'payout', aggregates }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER }), PayoutConfigModule,
    ProvidersModule, PayeesModule, BankPaymentsModule, ChainPaymentsModule,
  ],
  controllers: [RenderReceiptHandler, VerifyReceiptHandler, CheckPaymentsHandler, ReconcilePaymentsHandler],
  providers: [Receipts, PaymentsCheck, BankLook, StatementLines],
})
export class PayoutModule {}
