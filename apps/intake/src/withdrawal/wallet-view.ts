import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import type { Versioned } from '@sluice/persistence';
import type { LegState } from '../saga/payout-leg.saga.js';
import type { PayoutLegRecord } from './payout-leg.js';
import { beginLegs } from './legs.js';
import { present, type Withdrawal } from './withdrawal.js';

/** The canonical status of a payout leg in each state of its table. */
const statuses: Record<LegState, PayoutLegView['status']> = {
  holding: 'planned', sourcing: 'planned', bridging: 'planned', reservingAgain: 'planned', releasingRetry: 'planned', recallingLateBridge: 'planned', recallingBridge: 'planned',
  delivering: 'signed', queuedForApproval: 'queued', awaitingApproval: 'awaiting_signature', signed: 'signed', recallingDelivery: 'signed',
  sent: 'sent', confirming: 'confirming', posting: 'confirming', spending: 'confirming',
  voidingFailed: 'failed', releasingFailed: 'failed', failed: 'failed', voidingCancelled: 'cancelled', releasingCancelled: 'cancelled', cancelled: 'cancelled', delivered: 'delivered',
};

type SourceStatus = WalletWithdrawalView['sourceLegs'][number]['status'];

function sourceStatusOf({ state, details }: PayoutLegRecord): SourceStatus {
  if (state === 'holding' || state === 'reservingAgain') return 'pending';
  if (state === 'sourcing') return 'processing';
  const status = statuses[state as LegState];
  if (status !== 'failed' && status !== 'cancelled') return 'completed';
  return details.failure === 'cash_leg_unfulfillable_stale_ledger' || status === 'cancelled' ? (status === 'cancelled' ? 'cancelled' : 'failed') : 'completed';
}

function payoutOf({ state, details }: PayoutLegRecord): PayoutLegView {
  const status = statuses[state as LegState];
  const ended = status === 'failed' || status === 'cancelled';
  return {
    id: details.legId, key: details.group.key, attempt: details.attempt, status, amount: details.amount,
    ...present({
      txHash: details.txHash,
      failureReason: ended ? details.failure : undefined,
      blockedBy: status === 'queued' ? details.blockedBy : undefined,
      ...(status === 'awaiting_signature' ? details.activity : {}),
    }),
  };
}

/** The legs as they will be, before they begin. */
const plannedOf = (withdrawal: Withdrawal): PayoutLegView[] => beginLegs(withdrawal.details, new Date(withdrawal.createdAt)).legs.map(payoutOf);

/** A wallet's withdrawal as others see it. */
export function walletViewOf({ id, version, state: withdrawal }: Versioned<Withdrawal>): WalletWithdrawalView {
  const { details, legs } = withdrawal;
  const { wallet } = details;
  if (!wallet) throw new Error(`${id} is not a wallet's withdrawal.`);
  const failed = legs.find((leg) => statuses[leg.state as LegState] === 'failed');
  return {
    id, version, dialect: withdrawal.dialect, requestId: wallet.requestId, walletId: details.accountId, phase: withdrawal.phase, hold: withdrawal.hold,
    amount: details.amount, fee: details.fee, chain: wallet.chain, toAddress: wallet.toAddress, payouts: legs.length > 0 ? legs.map(payoutOf) : plannedOf(withdrawal),
    sourceLegs: legs.length > 0
      ? legs.flatMap((leg) => leg.details.group.sources.map((source) => ({ ...source, status: sourceStatusOf(leg) })))
      : wallet.groups.flatMap((group) => group.sources.map((source) => ({ ...source, status: 'pending' as const }))),
    createdAt: withdrawal.createdAt, updatedAt: withdrawal.updatedAt,
    ...present({ failureReason: withdrawal.phase === 'failed' ? failed?.details.failure : undefined, endedAt: withdrawal.endedAt }),
  };
}
