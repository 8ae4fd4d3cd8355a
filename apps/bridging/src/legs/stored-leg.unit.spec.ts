import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { legTransfers } from './legs.repository.js';

const transfer = { id: 't-1', fromChain: 'base', amount: '35', fee: '1', status: 'burning', attempt: 2, heard: 4, fruitless: 1, mints: 0, ofALaterVersion: 1 };

/** As every version has stored it. */
const golden = {
  legId: 'leg-1', attempt: 1, walletId: 'wal-1', toChain: 'ethereum', transfers: [transfer], recalling: false, asker: { replyTo: 'intake', withdrawalId: 'w-1', ofALaterVersion: 2 },
  createdAt: '2026-01-15T12:00:00.000Z', ofALaterVersion: 3,
};

describe('a stored leg', () => {
  it('keeps the names it has, and what is unknown', () => {
    expect(storedAfter(legTransfers, golden)).toEqual(golden);
    const changed = storedAfter(legTransfers, golden, (leg) => ({ ...leg, transfers: leg.transfers.map((one) => ({ ...one, lastObservation: one.lastObservation + 1, failedAttempts: 0 })) }));
    expect(changed).toEqual({ ...golden, transfers: [{ ...transfer, heard: 5, fruitless: 0 }] });
  });

  it.each([
    ['without its reply address', { ...golden, asker: undefined }],
    ['with a transfer that has the name of the code', { ...golden, transfers: [{ ...transfer, heard: undefined, lastObservation: 4 }] }],
  ])('is refused %s', (_, stored) => {
    expect(() => storedAfter(legTransfers, stored)).toThrow();
  });
});
