import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { opened, type Account } from '../accounts/account.js';
import type { ClosedHold, OpenHold } from '../holds/hold.js';
import { creditOf, debitOf, entryOf, transferOf } from '../journal/entry.js';
import { checkBooks, differencesOf, type Books } from './books.js';

const at = new Date('2026-01-15T10:00:00.000Z');
const usd = (units: bigint) => Money.ofUnits('USD', units);
const CONTRA = 'clearing:DEPOSITS:USD';
const HOUSE = 'house:ACH:USD';

const empty = opened({ tenantId: 'acme', id: 'acc', kind: 'customer', owner: 'cus', openedAt: at, currency: 'USD' });
const deposit = entryOf({ tenantId: 'acme', accountId: 'acc', kind: 'deposit', sourceId: 'd1' }, transferOf({ from: CONTRA, to: 'acc', contra: CONTRA, amount: usd(1_000n) }), at);
const hold: OpenHold = { holdId: 'h1', amount: usd(300n), postings: [{ postingId: 'p1', amount: usd(100n) }] };
const closed: ClosedHold = { holdId: 'h2', amount: usd(50n), postings: [{ postingId: 'p2', amount: usd(20n) }], outcome: 'posted', released: usd(30n), closedAt: at };

const account: Account = { ...empty, posted: usd(880n), pending: usd(200n), holds: [hold] };
const sums = [
  { accountId: 'acc', currency: 'USD', units: 880n }, { accountId: CONTRA, currency: 'USD', units: -1_000n }, { accountId: HOUSE, currency: 'USD', units: 120n },
] as const;
const right: Books = {
  unbalanced: [], sums, differences: differencesOf(sums), accounts: [account], inserted: new Set(),
  systemAccounts: [{ accountId: CONTRA, posted: usd(-1_000n) }, { accountId: HOUSE, posted: usd(120n) }],
  closedHolds: [{ ...closed, accountId: 'acc' }],
};

const wrongIn = (changes: Partial<Books>) => checkBooks({ ...right, ...changes });
const withAccount = (changes: Partial<Account>) => wrongIn({ accounts: [{ ...account, ...changes }] });

describe('books that are right', () => {
  it('have nothing wrong', () => {
    expect(checkBooks(right)).toEqual([]);
  });

  it('may be of nobody', () => {
    expect(checkBooks({ unbalanced: [], sums: [], differences: [], accounts: [empty], systemAccounts: [], inserted: new Set(), closedHolds: [] })).toEqual([]);
  });

  it('may have money in an account whose entries it carries still', () => {
    const carrying = { ...account, posted: usd(1_880n), pendingEntries: [deposit] };
    expect(wrongIn({ accounts: [carrying] })).toEqual([]);
  });

  it('may carry an entry that is in the journal already', () => {
    const counted = sums.map((sum) => (sum.accountId === 'acc' ? { ...sum, units: 1_880n } : sum));
    expect(wrongIn({ sums: counted, accounts: [{ ...account, posted: usd(1_880n), pendingEntries: [deposit] }], inserted: new Set([deposit.id]) })).toEqual([]);
  });

  it('may have a system account that nobody has booked on, and one that no sum is kept of', () => {
    expect(wrongIn({ systemAccounts: [{ accountId: 'fee:ACH:USD', posted: usd(0n) }] })).toEqual([]);
  });

  it('may have holds of one name on two accounts, one open and one closed', () => {
    expect(wrongIn({ closedHolds: [{ ...closed, holdId: 'h1', accountId: 'other' }] })).toEqual([]);
  });
});

describe('books with an entry that does not balance', () => {
  it('break invariant 1 by the entry', () => {
    expect(wrongIn({ unbalanced: ['e1', 'e2'] })).toEqual([
      { invariant: 1, text: 'entry e1 does not balance', entryId: 'e1' }, { invariant: 1, text: 'entry e2 does not balance', entryId: 'e2' },
    ]);
  });

  it.each([[1n, '0.01'], [-250n, '-2.50']])('break it by the currency that differs by %s cents, and by no other', (units, decimal) => {
    expect(wrongIn({ differences: [{ currency: 'USD', units }, { currency: 'GBP', units: 0n }] })).toEqual([{ invariant: 1, text: `USD: credits less debits are ${decimal} USD` }]);
  });
});

describe('the differences of sums', () => {
  it('are added up by currency', () => {
    expect(differencesOf([...sums, { accountId: 'x', currency: 'GBP', units: 5n }, { accountId: 'y', currency: 'USD', units: 7n }])).toEqual([{ currency: 'USD', units: 7n }, { currency: 'GBP', units: 5n }]);
    expect(differencesOf([])).toEqual([]);
  });
});

describe('an account', () => {
  it('breaks invariant 2 when more is pending than posted', () => {
    const [found, ...others] = withAccount({ posted: usd(199n) });
    expect(found).toEqual({ invariant: 2, text: 'acc is overdrawn: 1.99 USD posted, 2.00 USD pending', accountId: 'acc' });
    expect(others.map(({ text }) => text)).toEqual(['acc has 1.99 USD posted, its entries come to 8.80 USD']);
  });

  it('does not break it when all that is posted is pending', () => {
    const held = { ...account, posted: usd(200n) };
    expect(wrongIn({ accounts: [held], sums: sums.map((sum) => (sum.accountId === 'acc' ? { ...sum, units: 200n } : sum)) })).toEqual([]);
  });

  it('breaks it when its holds do not hold what is pending', () => {
    expect(withAccount({ holds: [] })).toEqual([{ invariant: 2, text: 'acc has 2.00 USD pending, its open holds 0.00 USD', accountId: 'acc' }]);
    expect(withAccount({ pending: usd(201n) }).map(({ text }) => text)).toEqual(['acc has 2.01 USD pending, its open holds 2.00 USD']);
  });

  it.each([879n, 881n])('breaks it with %s cents posted when its entries come to another amount', (units) => {
    expect(withAccount({ posted: usd(units) })).toEqual([{ invariant: 2, text: `acc has ${usd(units).toDecimal()} USD posted, its entries come to 8.80 USD`, accountId: 'acc' }]);
  });

  it('breaks it when it has money and no entry', () => {
    expect(wrongIn({ sums: sums.slice(1) }).map(({ text }) => text)).toEqual(['acc has 8.80 USD posted, its entries come to 0.00 USD']);
  });

  it('breaks it when an entry that is in the journal is counted a second time', () => {
    expect(withAccount({ posted: usd(1_880n), pendingEntries: [deposit] })).toEqual([]);
    expect(wrongIn({ accounts: [{ ...account, posted: usd(1_880n), pendingEntries: [deposit] }], inserted: new Set([deposit.id]) }).map(({ text }) => text))
      .toEqual(['acc has 18.80 USD posted, its entries come to 8.80 USD']);
  });

  it('is not booked on by the other lines of what it carries', () => {
    const between = entryOf({ tenantId: 'acme', accountId: 'acc', kind: 'sale', sourceId: 'o1' }, [debitOf(HOUSE, usd(5n)), creditOf(CONTRA, usd(5n))], at);
    expect(withAccount({ pendingEntries: [between] })).toEqual([]);
  });
});

describe('a system account', () => {
  it.each([-999n, 1_000n, 0n])('breaks invariant 2 when %s cents are shown of it and its entries come to another amount', (units) => {
    expect(wrongIn({ systemAccounts: [{ accountId: CONTRA, posted: usd(units) }] }))
      .toEqual([{ invariant: 2, text: `${CONTRA} is shown as ${usd(units).toDecimal()} USD, its entries come to -10.00 USD`, accountId: CONTRA }]);
  });

  it('breaks it when something is shown of it and nothing was booked', () => {
    expect(wrongIn({ systemAccounts: [{ accountId: 'fee:ACH:USD', posted: usd(1n) }] }).map(({ text }) => text)).toEqual(['fee:ACH:USD is shown as 0.01 USD, its entries come to 0.00 USD']);
  });
});

describe('a hold that has ended', () => {
  it.each([[29n, 20n], [31n, 20n], [30n, 19n], [30n, 21n]])('breaks invariant 3 with %s cents released and %s posted of 50', (released, posted) => {
    const wrong = { ...closed, accountId: 'acc', released: usd(released), postings: [{ postingId: 'p2', amount: usd(posted) }] };
    expect(wrongIn({ closedHolds: [wrong] })).toEqual([
      { invariant: 3, text: `hold h2 of acc: ${usd(posted).toDecimal()} USD posted and ${usd(released).toDecimal()} USD released of 0.50 USD`, accountId: 'acc', holdId: 'h2' },
    ]);
  });

  it('breaks it when it is open too', () => {
    expect(wrongIn({ closedHolds: [{ ...closed, holdId: 'h1', accountId: 'acc' }] })).toEqual([{ invariant: 3, text: 'hold h1 of acc is open and closed', accountId: 'acc', holdId: 'h1' }]);
  });
});

describe('an entry of an account that is not there', () => {
  it('breaks invariant 13', () => {
    expect(wrongIn({ sums: [...sums, { accountId: 'elsewhere', currency: 'USD', units: 0n }] }))
      .toEqual([{ invariant: 13, text: 'entries name elsewhere, which is no account of this tenant', accountId: 'elsewhere' }]);
  });

  it.each(['cash:ACH:USD', 'clearing:ACH', 'holding:prt:USD'])('breaks it when it only looks like a system account: %s', (accountId) => {
    expect(wrongIn({ sums: [...sums, { accountId, currency: 'USD', units: 0n }] }).map(({ invariant }) => invariant)).toEqual([13]);
  });
});
