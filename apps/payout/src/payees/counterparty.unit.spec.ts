import { describe, expect, it } from '@jest/globals';
import { DomainError, Money, railRules, type Rail } from '@sluice/kernel';
import { railTo, type Counterparty, type DestinationRequest } from './counterparty.js';

const counterparty: Counterparty = {
  customerId: 'cust_1', type: 'INDIVIDUAL', status: 'APPROVED', supportedRails: ['ACH', 'WIRE', 'FPS', 'SEPA'], name: 'Ada Lovelace',
  relationship: 'SELF', numbers: {}, createdAt: '2026-01-15T10:00:00.000Z',
};
const question: DestinationRequest = { counterpartyId: 'cpty_1', customerId: 'cust_1', currency: 'USD', purpose: 'PERSONAL_ACCOUNT' };

function refusal(changed: Partial<Counterparty>, asked: Partial<DestinationRequest>): Pick<DomainError, 'code' | 'details'> | undefined {
  try {
    railTo({ ...counterparty, ...changed }, { ...question, ...asked });
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, details: error.details };
  }
}

describe('a payment that the rules allow', () => {
  it.each<[DestinationRequest['currency'], Rail]>([['USD', 'ACH'], ['GBP', 'FPS'], ['EUR', 'SEPA']])('takes by default, for %s, %s', (currency, rail) => {
    expect(railTo(counterparty, { ...question, currency })).toBe(rail);
  });

  it('takes the rail it names', () => {
    expect(railTo(counterparty, { ...question, rail: 'WIRE' })).toBe('WIRE');
  });

  it('may go to a third party for another purpose', () => {
    expect(railTo({ ...counterparty, relationship: 'THIRD_PARTY' }, { ...question, purpose: 'BUSINESS_PAYMENT' })).toBe('ACH');
  });

  it.each(Object.entries(railRules))('%s takes a reference of its full length', (rail, { currency, referenceLength }) => {
    expect(railTo(counterparty, { ...question, currency, rail: rail as Rail, reference: '€'.repeat(referenceLength) })).toBe(rail);
  });
});

describe('an amount', () => {
  it.each<[Rail, string, string]>([['ACH', '99999999.99', '100000000.00'], ['WIRE', '9999999999.99', '10000000000.00'], ['FPS', '1000000.00', '1000000.01'], ['SEPA', '999999999.99', '1000000000.00']])(
    'by %s may be %s, and not %s', (rail, most, over) => {
      const { currency } = railRules[rail];
      const of = (amount: string) => ({ currency, rail, amount: Money.parse(amount, currency).toJson() });
      expect(railTo(counterparty, { ...question, ...of(most) })).toBe(rail);
      expect(refusal({}, of(over))).toEqual({ code: 'invalid_request', details: [{ field: 'amount', message: `must be at most ${most} for ${rail}` }] });
    });

  it('is measured by the rail that a payment takes by default', () => {
    expect(refusal({}, { currency: 'GBP', amount: { currency: 'GBP', units: '100000001' } })?.details).toEqual([{ field: 'amount', message: 'must be at most 1000000.00 for FPS' }]);
  });
});

describe('a payment that they do not', () => {
  it.each<[string, Partial<Counterparty>, Partial<DestinationRequest>, string]>([
    ["another customer's counterparty", {}, { customerId: 'cust_2' }, 'counterparty_mismatch'],
    ["another customer's, whatever its status", { status: 'REJECTED' }, { customerId: 'cust_2' }, 'counterparty_mismatch'],
    ['a pending counterparty', { status: 'PENDING' }, {}, 'counterparty_not_approved'],
    ['a rejected counterparty', { status: 'REJECTED' }, {}, 'counterparty_not_approved'],
    ["a third party's personal account", { relationship: 'THIRD_PARTY' }, {}, 'purpose_not_allowed'],
    ['a rail of another currency', {}, { rail: 'SEPA' }, 'rail_not_supported'],
    ['a rail the counterparty has no numbers for', { supportedRails: ['ACH'] }, { rail: 'WIRE' }, 'rail_not_supported'],
    ['a default rail the counterparty has no numbers for', { supportedRails: ['WIRE'] }, {}, 'rail_not_supported'],
    ['a currency without a bank rail', {}, { currency: 'USDC' }, 'rail_not_supported'],
  ])('%s', (_, changed, asked, code) => {
    expect(refusal(changed, asked)).toEqual({ code, details: [] });
  });

  it.each(Object.entries(railRules))('%s with a reference one character too long, naming the field', (rail, { currency, referenceLength }) => {
    const refused = refusal({}, { currency, rail: rail as Rail, reference: 'x'.repeat(referenceLength + 1) });
    expect(refused?.code).toBe('invalid_request');
    expect(refused?.details.map(({ field }) => field)).toEqual(['reference']);
  });
});
