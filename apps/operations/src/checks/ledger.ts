import type { ExpectedHold } from '@sluice/contract-intake';
import type { Finding } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';

/** Invariant 5, our side: what was delivered is what the ledger has moved onto the rail's clearing account. `null`: the ledger has no such account. */
export function compareClearing(accountId: string, expected: Money, booked: MoneyJson | null): Finding[] {
  const actual = booked === null ? Money.zero(expected.currency) : Money.fromJson(booked);
  if (actual.equals(expected)) return [];
  return [{ invariant: 5, text: `${accountId} stands at ${actual.toDecimal()} ${actual.currency}, withdrawals delivered ${expected.toDecimal()}` }];
}

interface OpenHold {
  readonly holdId: string;
  readonly accountId: string;
  readonly open: MoneyJson;
}

/** How many holds are open in each currency, and what they hold. */
export function sumHolds(open: readonly Pick<OpenHold, 'open'>[]): { count: number; held: MoneyJson }[] {
  const groups = Map.groupBy(open, ({ open: { currency } }) => currency);
  return [...groups].map(([currency, holds]) => ({ count: holds.length, held: holds.reduce((sum, hold) => sum.plus(Money.fromJson(hold.open)), Money.zero(currency)).toJson() }));
}

const nameOf = ({ accountId, holdId }: Pick<ExpectedHold, 'accountId' | 'holdId'>): string => `hold ${holdId} of ${accountId}`;

/** Invariant 11: the ledger's open holds are those of withdrawals under way, one by one. */
export function compareHolds(open: readonly OpenHold[], expected: readonly ExpectedHold[]): Finding[] {
  const wanted = new Map(expected.map((hold) => [nameOf(hold), hold]));
  const found = new Map(open.map((hold) => [nameOf(hold), hold.open.units]));
  const wrong = [...found].flatMap(([name, units]) => {
    const hold = wanted.get(name);
    if (!hold) return [`${name} is open, and no withdrawal under way has it`];
    return hold.units === undefined || hold.units === units ? [] : [`${name} holds ${units} units, its withdrawal ${hold.units}`];
  });
  const gone = expected.filter((hold) => hold.ledgerHold === 'open' && !found.has(nameOf(hold))).map((hold) => `${nameOf(hold)} is not open`);
  return [...wrong, ...gone].map((text) => ({ invariant: 11, text }));
}
