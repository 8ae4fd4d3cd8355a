import type { Provider, Type } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { evmAggregates } from '@sluice/evm';
import { APPROVAL_QUEUES, ApprovalLines, approvalQueuesSchema } from './adapters/approval-lines.store.js';
import { CHAIN_LEGS, ChainLegs, chainLegsSchema } from './adapters/chain-legs.store.js';
import { ApprovalQueue } from './approval-queue.js';
import { ChainDispatcher } from './chain-dispatcher.js';
import { ChainNews } from './chain-news.js';
import { DeliverLegHandler } from './handlers/deliver-leg.handler.js';
import { RecallPayoutLegHandler } from './handlers/recall-payout-leg.handler.js';
import { VoteOnLegHandler } from './handlers/vote-on-leg.handler.js';
import { LegSending } from './leg-sending.js';
import { LegSigning } from './leg-signing.js';

/** The first account of the sandbox's phrase that sends for this service. */
export const FIRST_RELAYER = 40;

export const chainAggregates: readonly ModelDefinition[] = [
  ...evmAggregates,
  { name: CHAIN_LEGS, schema: chainLegsSchema, collection: CHAIN_LEGS },
  { name: APPROVAL_QUEUES, schema: approvalQueuesSchema, collection: APPROVAL_QUEUES },
];

export const chainHandlers: readonly Type[] = [DeliverLegHandler, RecallPayoutLegHandler, VoteOnLegHandler];

/** Delivery on chains. */
export const chainProviders: readonly Provider[] = [
  ChainLegs, ApprovalLines, ApprovalQueue, LegSigning, LegSending, ChainDispatcher, ChainNews,
];
