import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { evmAggregates } from '@sluice/evm';
import { PausesModule } from '../pauses/pauses.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ApprovalLines, approvalQueues } from './approval-lines.repository.js';
import { ApprovalQueue } from './approval-queue.js';
import { ChainLegProcess, TransactionEvents } from './chain-leg.process.js';
import { LegSending } from './chain-leg.sending.js';
import { LegSigning } from './chain-leg.signing.js';
import { chainLegs, ChainLegs } from './chain-legs.repository.js';
import { ChainPaymentsController } from './chain-payments.controller.js';

export const chainPaymentsAggregates: readonly ModelDefinition[] = [
  ...evmAggregates,
  chainLegs,
  approvalQueues,
];

/** Legs paid on a chain: approval, signature, broadcast, finality. */
@Module({
  imports: [PausesModule, ProvidersModule],
  controllers: [ChainPaymentsController],
  providers: [ChainLegs, ApprovalLines, ApprovalQueue, LegSigning, LegSending, ChainLegProcess, TransactionEvents],
  exports: [ChainLegs],
})
export class ChainPaymentsModule {}
