import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import type { Versioned } from '@sluice/persistence';
import type { LegState } from '../saga/payout-leg.saga.js';
import type { PayoutLegRecord } from './payout-leg.js';
import { beginLegs } from './legs.js';
import { present, type Withdrawal } from './withdrawal.js';

/** The canonical status of a payout leg in each state of its table. */
const statuses: Record<LegState, PayoutLegView['status']> = {
  holding: 'planned', sourcing: 'planned', bridging: 'planned', recallingLateBridge: 'planned', recallingBridge: 'planned',
  screeningBeforePayment: 'planned', referredBeforePayment: 'planned', cancellingScreening: 'planned', cancellingLateScreening: 'planned',
  delivering: 'planned', queuedForApproval: 'queued', awaitingApproval: 'awaiting_signature', signed: 'signed', recallingDelivery: 'signed', recallingListed: 'signed',
  sent: 'sent', confirming: 'confirming', posting: 'confirming', spending: 'confirming',
  voidingFailed: 'failed', releasingFailed: 'failed', voidingForRetry: 'failed', releasingForRetry: 'failed', reservingAgain: 'failed', releasingRetry: 'failed', failed: 'failed',
  voidingCancelled: 'cancelled', releasingCancelled: 'cancelled', cancelled: 'cancelled', delivered: 'delivered',
};

/** Asked for once more it is as far as the chain was seen to have it, and called back as it was when it was called back. */
function statusOf({ state, details }: PayoutLegRecord): PayoutLegView['status'] {
  if (state === 'delivering' && details.txHash !== undefined) return 'sent';
  return (state === 'recallingDelivery' || state === 'recallingListed' ? details.recalledAs : undefined) ?? statuses[state as LegState];
}

type SourceStatus = WalletWithdrawalView['sourceLegs'][number]['status'];

function sourceStatusOf(leg: PayoutLegRecord): SourceStatus {
  const { state, details } = leg;
  if (state === 'holding') return 'pending';
  if (state === 'sourcing') return 'processing';
  const status = statusOf(leg);
  if (status !== 'failed' && status !== 'cancelled') return 'completed';
  return details.failure === 'cash_leg_unfulfillable_stale_ledger' || status === 'cancelled' ? (status === 'cancelled' ? 'cancelled' : 'failed') : 'completed';
}

function payoutOf(leg: PayoutLegRecord): PayoutLegView {
  const { details } = leg;
  const status = statusOf(leg);
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

/** How legs have ended that never began, because their withdrawal did: it was cancelled, or given up by our side. */
function unbegunEndOf({ phase, details }: Withdrawal): Pick<PayoutLegView, 'status' | 'failureReason'> | undefined {
  if (phase === 'cancelled') return { status: 'cancelled', failureReason: details.stoppedBy === 'operator' ? 'cancelled' : 'cancelled_by_customer' };
  return phase === 'failed' ? { status: 'failed', failureReason: 'cancelled' } : undefined;
}

/** The legs as they will be, before they begin; or as they have ended without. */
const plannedOf = (withdrawal: Withdrawal): PayoutLegView[] =>
  beginLegs(withdrawal.details, new Date(withdrawal.createdAt)).legs.map((leg) => ({ ...payoutOf(leg), ...unbegunEndOf(withdrawal) }));

/** The first failed leg's reason. Where none failed and the whole did, our side has cancelled them. */
function failureOf({ phase, legs }: Withdrawal): string | undefined {
  if (phase !== 'failed') return undefined;
  return legs.find((leg) => statusOf(leg) === 'failed')?.details.failure ?? 'cancelled';
}

/** A wallet's withdrawal as others see it. */
export function walletViewOf({ id, version, state: withdrawal }: Versioned<Withdrawal>): WalletWithdrawalView {
  const { details, legs } = withdrawal;
  const { wallet } = details;
  if (!wallet) throw new Error(`${id} is not a wallet's withdrawal.`);
  return {
    id, version, dialect: withdrawal.dialect, requestId: wallet.requestId, walletId: details.accountId, phase: withdrawal.phase, hold: withdrawal.hold,
    amount: details.amount, fee: details.fee, chain: wallet.chain, toAddress: wallet.toAddress, payouts: legs.length > 0 ? legs.map(payoutOf) : plannedOf(withdrawal),
    sourceLegs: legs.length > 0
      ? legs.flatMap((leg) => leg.details.group.sources.map((source) => ({ ...source, status: sourceStatusOf(leg) })))
      : wallet.groups.flatMap((group) => group.sources.map((source) => ({ ...source, status: unbegunEndOf(withdrawal) ? 'cancelled' as const : 'pending' as const }))),
    createdAt: withdrawal.createdAt, updatedAt: withdrawal.updatedAt,
    ...present({ failureReason: failureOf(withdrawal), endedAt: withdrawal.endedAt }),
  };
}
