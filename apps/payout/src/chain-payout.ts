import type { Provider, Type } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { evmAggregates, WalletSigner } from '@sluice/evm';
import { ServiceConfig } from '@sluice/service-host';
import { APPROVAL_QUEUES, ApprovalLines, approvalQueuesSchema } from './adapters/approval-lines.store.js';
import { CHAIN_LEGS, ChainLegs, chainLegsSchema } from './adapters/chain-legs.store.js';
import { LocalSigner } from './providers/local-signer.js';
import { ChainFaults, NoChainFaults, SimulatedChainFaults } from './providers/chain-faults.http.js';
import { TransactionsUsdc } from './providers/usdc.http.js';
import { readTurnkeyConfig } from './providers/turnkey.config.js';
import { TurnkeySigner } from './providers/turnkey.http.js';
import { ApprovalQueue } from './approval-queue.js';
import { ChainDispatcher } from './chain-dispatcher.js';
import { ChainNews } from './chain-news.js';
import { DeliverLegHandler } from './handlers/deliver-leg.handler.js';
import { RecallPayoutLegHandler } from './handlers/recall-payout-leg.handler.js';
import { VoteOnLegHandler } from './handlers/vote-on-leg.handler.js';
import { LegSending } from './leg-sending.js';
import { LegSigning } from './leg-signing.js';
import { Signer } from './providers/signer.js';
import { Usdc } from './providers/usdc.js';

/** The first account of the sandbox's phrase that sends for this service. */
export const FIRST_RELAYER = 40;

export const chainAggregates: readonly ModelDefinition[] = [
  ...evmAggregates,
  { name: CHAIN_LEGS, schema: chainLegsSchema, collection: CHAIN_LEGS },
  { name: APPROVAL_QUEUES, schema: approvalQueuesSchema, collection: APPROVAL_QUEUES },
];

export const chainHandlers: readonly Type[] = [DeliverLegHandler, RecallPayoutLegHandler, VoteOnLegHandler];

function signerFor(config: ServiceConfig, wallets: WalletSigner): Signer {
  const turnkey = readTurnkeyConfig(process.env, config.sandbox);
  return turnkey === null ? new LocalSigner(wallets, config) : new TurnkeySigner(turnkey);
}

function faultsFor({ sandbox }: ServiceConfig): ChainFaults {
  const url = process.env['SIMULATORS_URL'];
  return sandbox && url !== undefined ? new SimulatedChainFaults(url) : new NoChainFaults();
}

/** Delivery on chains; needs `EvmModule`. */
export const chainProviders: readonly Provider[] = [
  ChainLegs, ApprovalLines, ApprovalQueue, LegSigning, LegSending, ChainDispatcher, ChainNews,
  { provide: Usdc, useClass: TransactionsUsdc },
  { provide: Signer, inject: [ServiceConfig, WalletSigner], useFactory: signerFor },
  { provide: ChainFaults, inject: [ServiceConfig], useFactory: faultsFor },
];
