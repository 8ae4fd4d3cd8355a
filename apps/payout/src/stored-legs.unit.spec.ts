import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { deliveries } from './bank-payments/deliveries.repository.js';
import { chainLegs } from './chain-payments/chain-legs.repository.js';

const bankLeg = {
  legId: 'leg-1', attempt: 1, amount: { currency: 'USD', units: '2500' }, key: 'key-1', paymentId: 'p-1', status: 'sent', fruitless: 2, recalling: false, heard: ['settled:1'], returns: [], ofALaterVersion: 1,
};

/** As every version has stored it. */
const delivery = { round: 1, legs: [bankLeg], asker: { replyTo: 'intake', dialect: 'bultra', ofALaterVersion: 2 }, createdAt: '2026-01-15T12:00:00.000Z', ofALaterVersion: 3 };

const chainLeg = {
  withdrawalId: 'w-1', legId: 'leg-1', attempt: 1, walletId: 'wal-1', status: 'planned', isInLine: false, isToBeWithdrawn: false, fruitless: 5, turn: 1,
  told: { type: 'payout.leg-signed', body: { legId: 'leg-1' } }, asker: { replyTo: 'intake' }, ofALaterVersion: 'kept',
};

describe('a stored delivery', () => {
  it('keeps the names it has, and what is unknown', () => {
    expect(storedAfter(deliveries, delivery)).toEqual(delivery);
    const changed = storedAfter(deliveries, delivery, (state) => ({
      ...state, legs: state.legs.map((leg) => ({ ...leg, failedAttempts: leg.failedAttempts + 1, appliedReports: [...leg.appliedReports, 'returned:2'] })),
    }));
    expect(changed).toEqual({ ...delivery, legs: [{ ...bankLeg, fruitless: 3, heard: ['settled:1', 'returned:2'] }] });
  });

  it.each([
    ['a leg without its reports', { ...delivery, legs: [{ ...bankLeg, heard: undefined }] }],
    ['the name of the code instead of the stored one', { ...delivery, asker: undefined, replyAddress: delivery.asker }],
    ['a leg with the name of the code', { ...delivery, legs: [{ ...bankLeg, fruitless: undefined, failedAttempts: 2 }] }],
  ])('is refused with %s', (_, stored) => {
    expect(() => storedAfter(deliveries, stored)).toThrow();
  });
});

describe('a stored leg on a chain', () => {
  it('keeps the names it has, and what is unknown', () => {
    expect(storedAfter(chainLegs, chainLeg)).toEqual(chainLeg);
    const event = { type: 'payout.leg-broadcast', body: { txHash: '0xab' } };
    expect(storedAfter(chainLegs, chainLeg, (state) => ({ ...state, failedAttempts: 0, lastEvent: event }))).toEqual({ ...chainLeg, fruitless: 0, told: event });
  });

  it('loses what the change takes away', () => {
    const { told: _, ...without } = chainLeg;
    expect(storedAfter(chainLegs, chainLeg, ({ lastEvent: __, ...state }) => state)).toEqual(without);
  });

  it.each(['fruitless', 'asker'])('is refused without its %s', (field) => {
    expect(() => storedAfter(chainLegs, { ...chainLeg, [field]: undefined })).toThrow();
  });
});
