import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { saleLines } from '../credits/credit.js';
import { creditOf, debitOf, entryIdOf, entryOf, transferOf, type EntrySource } from './entry.js';

const at = new Date('2026-11-21T10:00:00Z');
const source: EntrySource = { tenantId: 'acme', accountId: 'acc_1', kind: 'posting', sourceId: 'leg/1', holdId: 'w/1' };
const usd = (units: bigint) => Money.ofUnits('USD', units);
const transfer = (units: bigint, contra = 'clearing:ACH:USD') => transferOf({ from: 'acc_1', to: contra, contra, amount: usd(units) });

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

  it.each(['acc_2', 'clearing:ACH:EUR', 'clearing:ACH', 'clearing::USD', 'CLEARING:ACH:USD', 'cash:ACH:USD', 'clearing:A:B:USD', 'holding:prt/ISIN:USD', ''])(
    'is not made against %s, which is no system account for transfers in its currency',
    (contra) => {
      expect(() => transfer(5n, contra)).toThrow('not a system account');
    },
  );

  it.each([
    ['no lines', []],
    ['one line', [debitOf('a', usd(1n))]],
    ['more debit than credit', [debitOf('a', usd(2n)), creditOf('b', usd(1n))]],
    ['debits alone', [debitOf('a', usd(1n)), debitOf('b', usd(1n))]],
    ['three lines a cent apart', [debitOf('a', usd(2n)), debitOf('b', usd(2n)), creditOf('c', usd(3n))]],
  ])('is not made of %s', (_name, lines) => {
    expect(() => entryOf(source, lines, at)).toThrow('equal its credits');
  });

  it('is not made of a line with both sides, or with one below zero', () => {
    const both = { accountId: 'a', debit: usd(1n), credit: usd(1n) };
    expect(() => entryOf(source, [both, both], at)).toThrow('above zero');
    expect(() => entryOf(source, [debitOf('a', usd(-1n)), creditOf('b', usd(-1n))], at)).toThrow('above zero');
  });

  it('is not made across currencies', () => {
    expect(() => entryOf(source, [debitOf('a', usd(1n)), creditOf('b', Money.ofUnits('EUR', 1n))], at)).toThrow('cannot be combined');
  });
});

describe('the entry of a sale', () => {
  it('balances with two or three lines, whatever it brought and cost', () => {
    const cost = fc.bigInt({ min: 0n, max: 10n ** 21n });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 21n }), cost, (proceeds, bookCost) => {
        const { lines } = entryOf(source, saleLines('cash', usd(proceeds), { holdingId: 'held', bookCost: usd(bookCost) }), at);
        expect(lines.reduce((sum, { debit, credit }) => sum + debit.units - credit.units, 0n)).toBe(0n);
        expect(lines.length).toBe(bookCost === 0n || bookCost === proceeds ? 2 : 3);
        expect(lines.at(-1)).toEqual(creditOf('cash', usd(proceeds)));
      }),
    );
  });

  it('that brought less than a cent is all loss, and leaves cash out', () => {
    const { lines } = entryOf(source, saleLines('cash', usd(0n), { holdingId: 'held', bookCost: usd(55n) }), at);
    expect(lines).toEqual([debitOf('held', usd(55n)), creditOf('clearing:GAINS:USD', usd(55n))]);
  });
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
