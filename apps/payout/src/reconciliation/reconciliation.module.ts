import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { BankPaymentsModule } from '../bank-payments/bank-payments.module.js';
import { ChainPaymentsModule } from '../chain-payments/chain-payments.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { BankComparison } from './bank-comparison.js';
import { PaymentsCheck } from './payments-check.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { STATEMENT_LINES, STATEMENT_MARKS, StatementLines, statementLinesSchema, statementMarksSchema } from './statement-lines.repository.js';

export const reconciliationAggregates: readonly ModelDefinition[] = [
  { name: STATEMENT_LINES, schema: statementLinesSchema, collection: STATEMENT_LINES },
  { name: STATEMENT_MARKS, schema: statementMarksSchema, collection: STATEMENT_MARKS },
];

/** Our payments against the bank's books and the chains. */
@Module({
  imports: [BankPaymentsModule, ChainPaymentsModule, ProvidersModule],
  controllers: [ReconciliationController],
  providers: [PaymentsCheck, BankComparison, StatementLines],
  exports: [],
})
export class ReconciliationModule {}
