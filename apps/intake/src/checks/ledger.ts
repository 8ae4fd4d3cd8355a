import type { ExpectedHold } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { hasEnded } from '@sluice/saga';
import { findRow } from '../engine/tables.js';
import { holdIdOf } from '../engine/withdrawal-details.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { legHoldIdOf } from '../payout-legs/payout-leg.details.js';
import { findRowOfLeg } from '../payout-legs/payout-legs.js';
import { deliveredTo } from './invariants.js';

type Stored = Versioned<Withdrawal>;

/** What withdrawals have moved onto each clearing account; null while one of them is moving an amount. */
export type Expectations = Map<string, Money | null>;

export function add(expectations: Expectations, accountId: string, amount: Money | null): void {
  const before = expectations.has(accountId) ? expectations.get(accountId) ?? null : Money.zero(amount?.currency ?? 'USD');
  expectations.set(accountId, before === null || amount === null ? null : before.plus(amount));
}

export function subtract(expectations: Expectations, accountId: string, amount: Money): void {
  add(expectations, accountId, Money.zero(amount.currency).minus(amount));
}

function expectOfLegs(expectations: Expectations, { legs, details }: Withdrawal): void {
  const accountId = `clearing:CHAIN:${details.amount.currency}`;
  for (const leg of legs) {
    const booked = findRowOfLeg(leg)?.booked;
    if (booked !== undefined) add(expectations, accountId, booked === 'maybe' ? null : Money.fromJson(leg.details.amount));
  }
}

/** Something is booked for it, and it has not ended: more may be booked, such as its fee. */
const isMoving = (row: ReturnType<typeof findRow>): boolean => row?.booked !== undefined && row.booked !== 'returned' && !hasEnded(row);

function expectOfBank(expectations: Expectations, withdrawal: Withdrawal): void {
  const { phase, details } = withdrawal;
  const row = findRow(withdrawal);
  if (details.rail === undefined) return;
  const accountId = `clearing:${details.rail}:${details.amount.currency}`;
  if (row?.booked === 'maybe') add(expectations, accountId, null);
  else if (phase === 'settled' || phase === 'partial' || isMoving(row)) add(expectations, accountId, deliveredTo(withdrawal));
  if (row?.booked === 'returned' && details.returned) subtract(expectations, accountId, Money.fromJson(details.returned.amount));
}

/** A fee is on its clearing account only while it is on its way to the fee portfolio. */
function expectOfFee(expectations: Expectations, withdrawal: Withdrawal): void {
  const { kind, details } = withdrawal;
  if (kind !== 'portfolio') return;
  add(expectations, `clearing:FEES:${details.amount.currency}`, isMoving(findRow(withdrawal)) ? null : Money.zero(details.amount.currency));
}

export function expect(expectations: Expectations, { state }: Versioned<Withdrawal>): void {
  expectOfLegs(expectations, state);
  expectOfBank(expectations, state);
  expectOfFee(expectations, state);
}

/** The holds of one withdrawal that may or must be open now. */
export function holdsOf({ state: withdrawal }: Stored): ExpectedHold[] {
  const { kind, details, legs } = withdrawal;
  const ledgerHold = findRow(withdrawal)?.ledgerHold;
  const gross = Money.fromJson(details.amount).plus(Money.fromJson(details.fee)).units.toString();
  const isKnown = kind !== 'portfolio' || details.portfolio?.type === 'specified' || ledgerHold === 'open';
  const own = ledgerHold === undefined ? [] : [{ holdId: holdIdOf(details), accountId: details.accountId, ledgerHold, ...(isKnown && { units: gross }) }];
  const ofLegs = legs.flatMap((leg) => {
    const ofLeg = findRowOfLeg(leg)?.ledgerHold;
    return ofLeg === undefined ? [] : [{ holdId: legHoldIdOf(leg.details), accountId: leg.details.walletId, units: leg.details.amount.units, ledgerHold: ofLeg }];
  });
  return [...own, ...ofLegs];
}
