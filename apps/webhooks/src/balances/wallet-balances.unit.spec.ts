import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterObservation, balanceEventId, isFrom, type Observation, type WalletBalance } from './wallet-balances.repository.js';

const usdc = (units: number) => ({ currency: 'USDC' as const, units: String(units) });
const observed = (second: number, total: number): Observation => ({
  walletId: 'w', observedAt: new Date(Date.UTC(2026, 1, 5, 11, 0, second)).toISOString(), balance: { total: usdc(total), withdrawable: usdc(total), earned: usdc(0) },
});
const after = (...observations: readonly Observation[]): WalletBalance | undefined =>
  observations.reduce<WalletBalance | undefined>((last, one) => afterObservation(last, one) ?? last, undefined);

describe('an observation', () => {
  it('changes the balance when it is newer and has other amounts', () => {
    expect(after(observed(1, 100), observed(2, 60))).toMatchObject({ balance: { total: usdc(60) }, observedAt: observed(2, 60).observedAt });
  });

  it('changes nothing when it is older, even than one with the same amounts as before', () => {
    const last = after(observed(1, 100), observed(3, 100));
    expect([afterObservation(last, observed(2, 60)), afterObservation(last, observed(3, 100))]).toEqual([null, null]);
  });

  it('is known again when it comes again, and another is not taken for it', () => {
    const last = after(observed(1, 100), observed(2, 100));
    expect(last && [isFrom(last, observed(1, 100)), isFrom(last, observed(2, 100)), isFrom(last, observed(1, 60))]).toEqual([true, false, false]);
  });

  it('counts against what an older version stored', () => {
    const { balance, observedAt } = observed(2, 100);
    expect([afterObservation({ balance, observedAt }, observed(1, 60)), afterObservation({ balance, observedAt }, observed(3, 60))]).toMatchObject([null, { balance: { total: usdc(60) } }]);
  });

  it('has an event id of its own, the same each time', () => {
    expect(balanceEventId(observed(1, 100))).toBe(balanceEventId(observed(1, 100)));
    expect(new Set([observed(1, 100), observed(2, 100), observed(1, 60)].map(balanceEventId)).size).toBe(3);
  });
});

describe('observations in any order, each any number of times', () => {
  it('leave the newest, and its amounts were sent', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(seconds.chain((all) => fc.tuple(fc.constant(all), fc.array(fc.constantFrom(...all)))), ([once, again]) => {
      const valueAt = (second: number): number => (second % 3) * 10;
      let last: WalletBalance | undefined;
      const sent: string[] = [];
      for (const second of [...again, ...once]) {
        last = afterObservation(last, observed(second, valueAt(second))) ?? last;
        if (last && isFrom(last, observed(second, valueAt(second)))) sent.push(last.balance.total.units);
      }
      expect(last?.balance.total.units).toBe(String(valueAt(Math.max(...once))));
      expect(sent.at(-1)).toBe(last?.balance.total.units);
    }));
  });
});
