import { Injectable } from '@nestjs/common';
import type { ExpectedHold } from '@sluice/contract-intake';
import type { Finding } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import { type AggregateDocument, CHECK_PAGE_SIZE, type Versioned } from '@sluice/persistence';
import { hasEnded } from '@sluice/saga';
import { findRow } from '../engine/tables.js';
import { holdIdOf } from '../engine/withdrawal-details.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { legHoldIdOf } from '../payout-legs/payout-leg.details.js';
import { findRowOfLeg } from '../payout-legs/payout-legs.js';
import { deliveredTo, findingsOf } from './invariants.js';
import { type CountedWithdrawal, currencyOfClearing, WithdrawalTotals } from './withdrawal-totals.repository.js';

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

/** How often it is checked again when another instance has counted meanwhile. */
const MOST_RACES = 5;

/** The findings of the withdrawals by themselves, and what the ledger has to agree with. */
export interface Checked {
  readonly findings: Finding[];
  readonly holds: ExpectedHold[];
  readonly clearing: Expectations;
}

const nothing = (): Checked => ({ findings: [], holds: [], clearing: new Map() });

/** One stored withdrawal, checked by itself. */
interface CheckedOne {
  readonly document: AggregateDocument;
  readonly findings: readonly Finding[];
  readonly holds: readonly ExpectedHold[];
  /** Null: it is moving an amount onto this account or off it. */
  readonly parts: Expectations;
  /** It has ended, moves nothing, and is right: until it changes it need not be read again. */
  readonly isSettled: boolean;
}

function checkOne(document: AggregateDocument, withdrawal: Versioned<Withdrawal>): CheckedOne {
  const parts: Expectations = new Map();
  expect(parts, withdrawal);
  const [findings, holds] = [findingsOf(withdrawal), holdsOf(withdrawal)];
  const isSettled = withdrawal.state.endedAt !== undefined && findings.length === 0 && holds.length === 0 && [...parts.values()].every((amount) => amount !== null);
  return { document, findings, holds, parts, isSettled };
}

const countedOf = ({ document: { _id, version }, parts }: CheckedOne): CountedWithdrawal =>
  ({ id: _id, version, parts: [...parts].flatMap(([name, amount]) => (amount === null ? [] : [{ name, units: amount.units.toString() }])) });

/** Whether the totals have of it what they should. */
function isCountedRight({ document: { counted }, parts }: CheckedOne): boolean {
  const known = new Map((counted?.parts ?? []).map(({ name, units }) => [name, units]));
  return known.size === parts.size && [...parts].every(([name, amount]) => known.get(name) === amount?.units.toString());
}

function include(checked: Checked, one: CheckedOne): void {
  checked.findings.push(...one.findings);
  checked.holds.push(...one.holds);
  for (const [name, amount] of one.parts) add(checked.clearing, name, amount);
}

/** As it is now, instead of what the totals have of it. */
function replace(checked: Checked, one: CheckedOne): void {
  include(checked, one);
  for (const { name, units } of one.document.counted?.parts ?? []) subtract(checked.clearing, name, Money.ofUnits(currencyOfClearing(name), BigInt(units)));
}

/** Checks a tenant's withdrawals: those that are under way or have changed since they ended, or all of them (docs/decisions/0206). */
@Injectable()
export class WithdrawalsCheck {
  constructor(private readonly withdrawals: Withdrawals, private readonly totals: WithdrawalTotals) {}

  /** What ended before is in the totals, and is not read. */
  async changed(tenantId: string): Promise<Checked> {
    for (let race = 1; ; race += 1) {
      const from = await this.totals.running.fold(tenantId);
      const checked = nothing();
      const settled: CheckedOne[] = [];
      for await (const page of this.totals.unchecked.pages(tenantId)) {
        const all = page.map((document) => this.checkOne(document));
        for (const one of all) replace(checked, one);
        settled.push(...all.filter((one) => one.isSettled));
      }
      for (const [name, units] of await this.totals.running.all(tenantId)) add(checked.clearing, name, Money.ofUnits(currencyOfClearing(name), units));
      const isOfOneMoment = (await this.totals.running.fold(tenantId)) === from;
      if (isOfOneMoment) await this.settle(tenantId, from, settled);
      if (isOfOneMoment || race === MOST_RACES) return checked;
    }
  }

  /** Every stored withdrawal. One that is not counted as it should be is counted anew. @returns whether the totals are proved, too. */
  async all(tenantId: string): Promise<{ checked: Checked; isProved: boolean }> {
    const checked = nothing();
    for (let after = '', isLast = false; !isLast; ) {
      const from = await this.totals.running.fold(tenantId);
      const page = await this.withdrawals.findDocuments({ tenantId, _id: { $gt: after } }, { sort: { _id: 1 }, limit: CHECK_PAGE_SIZE });
      const all = page.map((document) => this.checkOne(document));
      for (const one of all) include(checked, one);
      await this.settle(tenantId, from, all.filter((one) => one.isSettled && (one.document.unchecked !== undefined || !isCountedRight(one))));
      await this.totals.unchecked.mark(all.filter((one) => !one.isSettled).map(({ document }) => document._id));
      after = page.at(-1)?._id ?? after;
      isLast = page.length < CHECK_PAGE_SIZE;
    }
    return { checked, isProved: await this.totals.prove(tenantId) };
  }

  /** What another instance counts in between stays unchecked, and is checked at again. */
  private async settle(tenantId: string, from: number, all: readonly CheckedOne[]): Promise<void> {
    await this.totals.unchecked.checkOff(all.filter((one) => isCountedRight(one)).map(({ document }) => document));
    const counted = all.filter((one) => !isCountedRight(one));
    for (let start = 0, fold = from; start < counted.length; start += CHECK_PAGE_SIZE, fold += 1) {
      const some = counted.slice(start, start + CHECK_PAGE_SIZE);
      if (await this.totals.count(tenantId, fold, some.map((one) => ({ ...countedOf(one), before: one.document.counted?.parts ?? [] })))) continue;
      await this.totals.unchecked.mark(counted.slice(start).map(({ document }) => document._id));
      return;
    }
  }

  private checkOne(document: AggregateDocument): CheckedOne {
    return checkOne(document, this.withdrawals.read(document));
  }
}
