import type { Finding } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import type { LegState } from '../saga/payout-leg.saga.js';
import type { PortfolioWithdrawalState } from '../saga/portfolio-withdrawal.saga.js';
import type { WithdrawalState } from '../saga/vocabulary.js';
import { legHoldIdOf } from '../withdrawal/payout-leg.js';
import type { Withdrawal } from '../withdrawal/withdrawal.js';
import { holdIdOf } from '../withdrawal/withdrawal-details.js';

type Stored = Versioned<Withdrawal>;

/** While a hold is being placed, posted or voided it may be there or not; while it is held it must be. */
type Held = 'may' | 'must';

const account: Partial<Record<WithdrawalState, Held>> = {
  placingHold: 'may', voidingAfterReview: 'may', voidingUnsourced: 'may', posting: 'may', postingPart: 'may', voidingUndelivered: 'may', voidingForCancel: 'may',
  reviewing: 'must', referredInReview: 'must', collectingInReview: 'must', expiringInReview: 'must', awaitingWindow: 'must', sourcing: 'must',
  returningLiquidityForFailure: 'must', returningLiquidityForCancel: 'must', delivering: 'must', recallingLateDelivery: 'must', recallingDeliveryForCancel: 'must',
};

const portfolio: Partial<Record<PortfolioWithdrawalState, Held>> = {
  placingHold: 'may', abandoningHold: 'may', voidingUndelivered: 'may', voidingForCancel: 'may', posting: 'may',
  delivering: 'must', recallingLateDelivery: 'must', recallingDeliveryForCancel: 'must',
};

const leg: Partial<Record<LegState, Held>> = {
  holding: 'may', voidingFailed: 'may', voidingForRetry: 'may', voidingCancelled: 'may', posting: 'may',
  sourcing: 'must', bridging: 'must', delivering: 'must', awaitingApproval: 'must', queuedForApproval: 'must', signed: 'must', sent: 'must', confirming: 'must',
  recallingBridge: 'must', recallingLateBridge: 'must', recallingDelivery: 'must',
};

export interface Hold {
  readonly holdId: string;
  readonly accountId: string;
  /** Minor units; absent while it is not known yet how much is held. */
  readonly units?: string;
  readonly held: Held;
}

/** The holds of one withdrawal that may or must be open now. */
export function holdsOf({ state: { kind, state, details, legs } }: Stored): Hold[] {
  const table: Partial<Record<string, Held>> = kind === 'portfolio' ? portfolio : kind === 'account' ? account : {};
  const held = table[state];
  const gross = Money.fromJson(details.amount).plus(Money.fromJson(details.fee)).units.toString();
  const isKnown = kind !== 'portfolio' || details.portfolio?.type === 'specified' || held === 'must';
  const own = held === undefined ? [] : [{ holdId: holdIdOf(details), accountId: details.accountId, held, ...(isKnown && { units: gross }) }];
  const ofLegs = legs.flatMap((record) => {
    const legHeld = leg[record.state as LegState];
    return legHeld === undefined ? [] : [{ holdId: legHoldIdOf(record.details), accountId: record.details.walletId, units: record.details.amount.units, held: legHeld }];
  });
  return [...own, ...ofLegs];
}

interface OpenHold {
  readonly holdId: string;
  readonly accountId: string;
  readonly open: { readonly units: string };
}

const nameOf = ({ accountId, holdId }: Pick<Hold, 'accountId' | 'holdId'>): string => `hold ${holdId} of ${accountId}`;

/** Invariant 11: what the ledger holds is what withdrawals under way have held, one by one. */
export function compareHolds(open: readonly OpenHold[], expected: readonly Hold[]): Finding[] {
  const wanted = new Map(expected.map((hold) => [nameOf(hold), hold]));
  const found = new Map(open.map((hold) => [nameOf(hold), hold.open.units]));
  const wrong = [...found].flatMap(([name, units]) => {
    const hold = wanted.get(name);
    if (!hold) return [`${name} is open, and no withdrawal under way has it`];
    return hold.units === undefined || hold.units === units ? [] : [`${name} holds ${units} units, its withdrawal ${hold.units}`];
  });
  const gone = expected.filter((hold) => hold.held === 'must' && !found.has(nameOf(hold))).map((hold) => `${nameOf(hold)} is not open`);
  return [...wrong, ...gone].map((text) => ({ invariant: 11, text }));
}
