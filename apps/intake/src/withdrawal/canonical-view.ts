import type { CanonicalView } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { openStepsOf } from './open-steps.js';
import { portfolioSourcesOf } from './portfolio-sources.js';
import type { PayoutLeg } from './withdrawal-details.js';
import { walletViewOf } from './wallet-view.js';
import { present, type Withdrawal } from './withdrawal.js';

type PayoutView = CanonicalView['payoutLegs'][number];
type SourceView = CanonicalView['sourceLegs'][number];

/** Where a payment through a bank stands. It is delivered once that is booked, and without need once nothing more can come of it. */
function statusOf({ phase, history }: Withdrawal, { status }: PayoutLeg): PayoutView['status'] {
  if (status === 'delivered') return phase === 'settled' || phase === 'partial' ? 'delivered' : 'confirming';
  if (status !== 'planned') return status;
  if (phase === 'cancelled') return 'cancelled';
  if (phase === 'failed' || phase === 'rejected') return 'not_needed';
  return history.some(({ state }) => state === 'delivering') ? 'sent' : 'planned';
}

function bankPayouts(withdrawal: Withdrawal): PayoutView[] {
  const { rail, payoutLegs } = withdrawal.details;
  return payoutLegs.map((leg) => ({
    id: leg.legId, key: 'cash', attempt: leg.attempt, status: statusOf(withdrawal, leg), amount: leg.amount,
    ...present({ rail, reference: leg.trace, failureReason: leg.reason }),
  }));
}

const bankSources = (withdrawal: Withdrawal): SourceView[] =>
  withdrawal.kind === 'portfolio' ? portfolioSourcesOf(withdrawal) : withdrawal.details.sourceLegs.map((leg) => ({ ...leg, status: 'completed' }));

function walletLegs(withdrawal: Versioned<Withdrawal>): Pick<CanonicalView, 'sourceLegs' | 'payoutLegs'> {
  const { sourceLegs, payouts, chain } = walletViewOf(withdrawal);
  return {
    sourceLegs: sourceLegs.map(({ key: positionKey, ...leg }) => ({ ...leg, positionKey })),
    payoutLegs: payouts.map(({ id, key, attempt, status, amount, txHash, failureReason }) => ({ id, key, attempt, status, amount, chain, ...present({ txHash, failureReason }) })),
  };
}

/** A withdrawal of any kind in the words of spec/canonical.md. */
export function canonicalViewOf(stored: Versioned<Withdrawal>, now: Date): CanonicalView {
  const { id, version, state: withdrawal } = stored;
  const { dialect, dialectId, phase, hold, details: { amount, fee }, createdAt, updatedAt, endedAt, traceId } = withdrawal;
  const legs = withdrawal.kind === 'wallet' ? walletLegs(stored) : { sourceLegs: bankSources(withdrawal), payoutLegs: bankPayouts(withdrawal) };
  const delivered = legs.payoutLegs.filter(({ status }) => status === 'delivered').reduce((sum, leg) => sum.plus(Money.fromJson(leg.amount)), Money.zero(amount.currency));
  return {
    id, version, dialect, dialectId, phase, hold, amount, delivered: delivered.toJson(), fee, ...legs,
    steps: openStepsOf(withdrawal, now),
    history: withdrawal.history.map(({ state: step, ...entry }) => ({ ...entry, step })),
    createdAt, updatedAt, ...present({ endedAt, traceId }),
  };
}
