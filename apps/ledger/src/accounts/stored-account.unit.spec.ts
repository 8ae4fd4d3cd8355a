import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { accounts } from './accounts.repository.js';

const at = new Date('2026-01-15T12:00:00.000Z');
const line = (accountId: string, debit: string, credit: string) => ({ accountId, currency: 'USD', debit, credit });
const entry = { entryId: 'e-1', kind: 'deposit', sourceId: 's-1', at, lines: [line('acc_1', '0', '5'), line('clearing:ACH:USD', '5', '0')], ofALaterVersion: 1 };
const hold = { holdId: 'h-1', currency: 'USD', amount: '2', postings: [], outcome: 'voided', released: '2', closedAt: at, ofALaterVersion: 2 };

/** As every version has stored it. */
const golden = {
  accountId: 'acc_1', kind: 'customer', owner: 'cus_1', status: 'ACTIVE', currency: 'USD', openedAt: at, posted: '5', pending: '0', holds: [], unfiledEntries: [entry], unfiledHolds: [hold], ofALaterVersion: 3,
};

describe('a stored account', () => {
  it('keeps the names it has, and what is unknown', () => {
    expect(storedAfter(accounts, golden)).toEqual(golden);
    expect(storedAfter(accounts, golden, (state) => ({ ...state, pendingEntries: [], pendingHolds: state.pendingHolds.map((one) => ({ ...one, released: '1' })) })))
      .toEqual({ ...golden, unfiledEntries: [], unfiledHolds: [{ ...hold, released: '1' }] });
  });

  it.each(['unfiledEntries', 'unfiledHolds'])('is refused without its %s', (field) => {
    expect(() => storedAfter(accounts, { ...golden, [field]: undefined })).toThrow();
  });
});
