import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { entryIdOf, entryOf, type EntrySource } from './entry.js';

const at = new Date('2026-11-21T10:00:00Z');
const source: EntrySource = { tenantId: 'acme', accountId: 'acc_1', kind: 'posting', sourceId: 'leg/1', holdId: 'w/1' };
const transfer = (units: bigint, house = 'clearing:ACH:USD') => ({ from: 'acc_1', to: house, house, amount: Money.ofUnits('USD', units) });

describe('an entry', () => {
  it('balances for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 21n }), (units) => {
        const { lines } = entryOf(source, transfer(units), at);
        const difference = lines.reduce((sum, { debit, credit }) => sum + debit.units - credit.units, 0n);
        expect([lines.length, difference]).toEqual([2, 0n]);
      }),
    );
  });

  it('debits where the money leaves and credits where it goes', () => {
    const [from, to] = entryOf(source, transfer(5n), at).lines;
    expect([from?.accountId, from?.debit.units, to?.accountId, to?.credit.units]).toEqual(['acc_1', 5n, 'clearing:ACH:USD', 5n]);
  });

  it.each([0n, -1n])('is not made of %s cents', (units) => {
    expect(() => entryOf(source, transfer(units), at)).toThrow('above zero');
  });

  it.each(['acc_2', 'clearing:ACH:EUR', 'clearing:ACH', 'clearing::USD', 'CLEARING:ACH:USD', 'cash:ACH:USD', 'clearing:A:B:USD', ''])(
    'is not made against %s, which is no house account in its currency',
    (house) => {
      expect(() => entryOf(source, transfer(5n, house), at)).toThrow('not a house account');
    },
  );
});

describe('the id of an entry', () => {
  it('is the same for the same booking', () => {
    expect(entryIdOf({ ...source })).toBe(entryIdOf(source));
  });

  it.each([{ tenantId: 'globex' }, { accountId: 'acc_2' }, { kind: 'return' as const }, { sourceId: 'leg/2' }, { holdId: 'w/2' }])(
    'differs by %o',
    (other) => {
      expect(entryIdOf({ ...source, ...other })).not.toBe(entryIdOf(source));
    },
  );
});
