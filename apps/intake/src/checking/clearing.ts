import type { Finding } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import type { Withdrawal } from '../withdrawal/withdrawal.js';
import { deliveredTo } from './one-withdrawal.js';

/** States in which an entry may stand in the ledger or not. */
const uncertain = new Set(['posting', 'postingPart', 'bookingReturn']);
/** Posted, though the withdrawal has not ended. */
const posted = new Set(['completing', 'creditingFee']);
const giveBack = new Set(['returned', 'showingReturn']);

/** What withdrawals have moved onto one clearing account; null while one of them is just doing so. */
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
  for (const { state, details: { amount } } of legs) {
    if (state === 'posting') add(expectations, accountId, null);
    if (state === 'delivered' || state === 'spending') add(expectations, accountId, Money.fromJson(amount));
  }
}

function expectOfBank(expectations: Expectations, withdrawal: Withdrawal): void {
  const { state, phase, details } = withdrawal;
  if (details.rail === undefined) return;
  const accountId = `clearing:${details.rail}:${details.amount.currency}`;
  if (uncertain.has(state)) add(expectations, accountId, null);
  else if (phase === 'settled' || phase === 'partial' || posted.has(state)) add(expectations, accountId, deliveredTo(withdrawal));
  if (giveBack.has(state) && details.returned) subtract(expectations, accountId, Money.fromJson(details.returned.amount));
}

/** A fee rests on its clearing account only while it is on its way to the fee portfolio. */
function expectOfFee(expectations: Expectations, { kind, state, details }: Withdrawal): void {
  if (kind !== 'portfolio') return;
  const isMoving = uncertain.has(state) || posted.has(state);
  add(expectations, `clearing:FEES:${details.amount.currency}`, isMoving ? null : Money.zero(details.amount.currency));
}

export function expect(expectations: Expectations, { state }: Versioned<Withdrawal>): void {
  expectOfLegs(expectations, state);
  expectOfBank(expectations, state);
  expectOfFee(expectations, state);
}

/** Invariant 5, our side: what was delivered is what the ledger has moved onto the rail's clearing account. `null`: the ledger has no such account. */
export function compareClearing(accountId: string, expected: Money, booked: MoneyJson | null): Finding[] {
  const actual = booked === null ? Money.zero(expected.currency) : Money.fromJson(booked);
  if (actual.equals(expected)) return [];
  return [{ invariant: 5, text: `${accountId} stands at ${actual.toDecimal()} ${actual.currency}, withdrawals delivered ${expected.toDecimal()}` }];
}
