import { describe, expect, it } from '@jest/globals';
import { plannedLeg } from './bank-leg.js';
import { instructionOf, intend, type Delivery } from './delivery.js';
import { sandboxOriginator } from './rails/originator.js';

const now = new Date('2026-01-15T10:00:00.000Z');
const sender = { debtor: sandboxOriginator, leaseMs: 6_000 };
const leg = plannedLeg('w1', { legId: 'a', attempt: 1, amount: { currency: 'USD', units: '250000' } }, now);
const delivery: Delivery = {
  round: 1, legs: [leg], replyAddress: { replyTo: 'intake' }, createdAt: now.toISOString(),
  payment: {
    rail: 'ACH', counterpartyId: 'cpty_1', reference: 'Rent',
    creditor: { name: 'Ada Lovelace', type: 'INDIVIDUAL', routingNumber: '021000021', accountNumber: '12345678' },
  },
};
const stored = (state: Delivery) => ({ id: 'w1', tenantId: 'acme', version: 1, dueAt: null, state });
const intended = intend(delivery, leg.key, now, sender)!.state!;

describe('the order of a leg', () => {
  it('is the same bytes when it is given again later, for its dates are stored with the intent', () => {
    const planned = { ...intended, legs: intended.legs.map((known) => ({ ...known, status: 'planned' as const })) };
    const again = intend(planned, leg.key, new Date('2026-02-20T18:00:00.000Z'), sender)!.state!;
    expect(instructionOf(stored(again), leg.key, sandboxOriginator)).toEqual(instructionOf(stored(intended), leg.key, sandboxOriginator));
  });

  it('has the same content beside its file as in it', () => {
    expect(instructionOf(stored(intended), leg.key, sandboxOriginator)).toMatchObject({
      endToEndId: 'a/1', rail: 'ACH', valueDate: '2026-01-16T14:20:00.000Z', creditor: { name: 'Ada Lovelace' }, file: { format: 'nacha', text: expect.stringContaining(leg.paymentId) as unknown },
    });
  });

  it.each(['planned', 'sent', 'unknown', 'delivered'] as const)('is not given of a leg that is %s', (status) => {
    expect(instructionOf(stored({ ...intended, legs: [{ ...intended.legs[0]!, status }] }), leg.key, sandboxOriginator)).toBeNull();
  });
});

describe('a leg that its rail cannot express', () => {
  const impossible = (first: Partial<typeof leg>): Delivery => ({ ...delivery, legs: [{ ...leg, ...first }], payment: { ...delivery.payment!, reference: 'x'.repeat(81) } });

  it('fails unsent, and the delivery is answered', () => {
    const change = intend(impossible({}), leg.key, now, sender)!;
    expect(change.state!.legs).toMatchObject([{ status: 'failed', reason: 'inexpressible_reference' }]);
    expect(change.send).toHaveLength(1);
  });

  it('that may have been sent before is recalled instead', () => {
    const sentBefore = { firstSentAt: now.toISOString(), valueDate: now.toISOString(), settlesOn: '2026-01-16' };
    expect(intend(impossible(sentBefore), leg.key, now, sender)!.state!.legs).toMatchObject([{ status: 'planned', recalling: true }]);
  });

  it('of a delivery without a payment, or not there, is left alone', () => {
    const { payment: _, ...nothing } = delivery;
    expect([intend(nothing, leg.key, now, sender), intend(delivery, 'another', now, sender)]).toEqual([null, null]);
  });
});
