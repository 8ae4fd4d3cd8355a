import { send, type BodyOf, type MessageContract, type Outgoing } from '@sluice/contract-kit';
import {
  legApprovalQueued, legApprovalRequested, legBroadcast, legCancelled, legConfirming, legDelivered, legFailed, legSigned,
} from '@sluice/contract-payout';
import type { ChainLeg } from './chain-leg.js';

/** What becomes of a leg, and what its asker is told with it: at most one thing at a time, so that each has its own number. */
export interface Turn {
  readonly leg: ChainLeg;
  readonly tell?: Outgoing | undefined;
}

const contracts = new Map<string, MessageContract>(
  [legApprovalQueued, legApprovalRequested, legSigned, legBroadcast, legConfirming, legDelivered, legFailed, legCancelled].map((contract) => [contract.type, contract]),
);

export const quietly = (leg: ChainLeg): Turn => ({ leg });

/** The leg, which remembers what its asker is told. */
export function telling<C extends MessageContract>(leg: ChainLeg, contract: C, more: Omit<BodyOf<C>, 'legId' | 'attempt' | 'walletId'>): Turn {
  const { legId, attempt, walletId } = leg;
  const body = { legId, attempt, walletId, ...more };
  return { leg: { ...leg, turn: leg.turn + 1, told: { type: contract.type, body } }, tell: { contract, body } };
}

/** The newest thing that was told; null when nothing was told yet. */
export function toldAgain({ told }: ChainLeg): Outgoing | null {
  const contract = told && contracts.get(told.type);
  return contract === undefined || told === undefined ? null : send(contract, told.body as never);
}
