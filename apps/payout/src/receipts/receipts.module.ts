import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { PayeesModule } from '../payees/payees.module.js';
import { ReceiptsController } from './receipts.controller.js';
import { Receipts, receipts } from './receipts.repository.js';

export const receiptsAggregates: readonly ModelDefinition[] = [receipts];

/** Receipts of executed payments, and their verification codes. */
@Module({
  imports: [PayeesModule],
  controllers: [ReceiptsController],
  providers: [Receipts],
  exports: [],
})
export class ReceiptsModule {}
