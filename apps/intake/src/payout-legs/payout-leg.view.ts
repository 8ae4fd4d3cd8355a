import type { PayoutLegView } from '@sluice/contract-intake';
import { present } from '../engine/withdrawal.js';
import type { LegColumns, PayoutLegRecord } from './payout-leg.details.js';
import { rowOfLeg } from './payout-legs.js';

/** The canonical status of a payout leg, as its table says. */
export function statusOfLeg(leg: PayoutLegRecord): PayoutLegView['status'] {
  const { status } = rowOfLeg(leg);
  return typeof status === 'function' ? status(leg.details) : status;
}

/** The status of the sources that the leg is paid from: completed once they were sourced, whatever becomes of the payment. */
export function statusOfSources(leg: PayoutLegRecord): NonNullable<LegColumns['sources']> {
  const { sources } = rowOfLeg(leg);
  if (sources !== undefined) return sources;
  const status = statusOfLeg(leg);
  if (status === 'cancelled') return 'cancelled';
  return status === 'failed' && leg.details.failure === 'cash_leg_unfulfillable_stale_ledger' ? 'failed' : 'completed';
}

/** A payout leg as others see it. */
export function payoutOf(leg: PayoutLegRecord): PayoutLegView {
  const { details } = leg;
  const status = statusOfLeg(leg);
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
