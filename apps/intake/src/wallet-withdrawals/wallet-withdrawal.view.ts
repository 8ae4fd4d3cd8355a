import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import type { Versioned } from '@sluice/persistence';
import { present, type Withdrawal } from '../engine/withdrawal.js';
import { payoutOf, statusOfLeg, statusOfSources } from '../payout-legs/payout-leg.view.js';
import { beginLegs } from '../payout-legs/payout-legs.js';

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
  return legs.find((leg) => statusOfLeg(leg) === 'failed')?.details.failure ?? 'cancelled';
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
      ? legs.flatMap((leg) => leg.details.group.sources.map((source) => ({ ...source, status: statusOfSources(leg) })))
      : wallet.groups.flatMap((group) => group.sources.map((source) => ({ ...source, status: unbegunEndOf(withdrawal) ? 'cancelled' as const : 'pending' as const }))),
    createdAt: withdrawal.createdAt, updatedAt: withdrawal.updatedAt,
    ...present({ failureReason: failureOf(withdrawal), endedAt: withdrawal.endedAt }),
  };
}
