import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { evmAggregates } from '@sluice/evm';
import { ProvidersModule } from '../providers/providers.module.js';
import { APPROVAL_QUEUES, ApprovalLines, approvalQueuesSchema } from './approval-lines.repository.js';
import { ApprovalQueue } from './approval-queue.js';
import { ChainLegProcess, TransactionEvents } from './chain-leg.process.js';
import { LegSending } from './chain-leg.sending.js';
import { LegSigning } from './chain-leg.signing.js';
import { CHAIN_LEGS, ChainLegs, chainLegsSchema } from './chain-legs.repository.js';
import { ChainPaymentsController } from './chain-payments.controller.js';

export const chainPaymentsAggregates: readonly ModelDefinition[] = [
  ...evmAggregates,
  { name: CHAIN_LEGS, schema: chainLegsSchema, collection: CHAIN_LEGS },
  { name: APPROVAL_QUEUES, schema: approvalQueuesSchema, collection: APPROVAL_QUEUES },
];

/** Legs paid on a chain: approval, signature, broadcast, finality. */
@Module({
  imports: [ProvidersModule],
  controllers: [ChainPaymentsController],
  providers: [ChainLegs, ApprovalLines, ApprovalQueue, LegSigning, LegSending, ChainLegProcess, TransactionEvents],
  exports: [ChainLegs],
})
export class ChainPaymentsModule {}
