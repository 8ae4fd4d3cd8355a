import { describe, expect, it } from '@jest/globals';
import type { Currency } from '@sluice/kernel';
import { rulesThatAsk, ruleTable, type Subject } from './rule-table.js';
import { initialRules, type Rules } from './rules.js';

const subject = (about: Partial<Subject> = {}): Subject => ({
  dialect: 'bultra', amount: { currency: 'USD', units: '250000' }, purpose: 'PERSONAL_ACCOUNT', knownDestination: true, askedBefore: [], ...about,
});
const rules = (about: Partial<Rules> = {}): Rules => ({ ...initialRules.rules, ...about });
const dollars = (units: string, currency: Currency = 'USD') => ({ amount: { currency, units } });

describe('the initial rules', () => {
  it('ask for nothing below their amounts', () => {
    expect(rulesThatAsk('up-front', subject(), rules())).toEqual([]);
    expect(rulesThatAsk('in-review', subject(), rules())).toEqual([]);
  });

  it('ask up front for an amount over 50,000', () => {
    expect(rulesThatAsk('up-front', subject(dollars('5000001')), rules())).toEqual(['amount_up_front']);
  });

  it('do not ask for an amount of just that much', () => {
    expect(rulesThatAsk('up-front', subject(dollars('5000000')), rules())).toEqual([]);
    expect(rulesThatAsk('in-review', subject(dollars('1000000')), rules())).toEqual([]);
  });

  it('ask in review for an amount over 10,000', () => {
    expect(rulesThatAsk('up-front', subject(dollars('1000001')), rules())).toEqual([]);
    expect(rulesThatAsk('in-review', subject(dollars('1000001')), rules())).toEqual(['amount_in_review']);
  });

  it('compare in the minor units of the currency itself', () => {
    expect(rulesThatAsk('in-review', subject(dollars('10000000000', 'USDC')), rules())).toEqual([]);
    expect(rulesThatAsk('in-review', subject(dollars('10000000001', 'USDC')), rules())).toEqual(['amount_in_review']);
  });

  it('leave other dialects alone', () => {
    expect(rulesThatAsk('up-front', subject({ dialect: 'braid', ...dollars('9900000000') }), rules())).toEqual([]);
    expect(rulesThatAsk('in-review', subject({ dialect: 'wealthkernel', ...dollars('9900000000') }), rules())).toEqual([]);
  });

  it('do not mind purpose OTHER or a new counterparty', () => {
    expect(rulesThatAsk('up-front', subject({ purpose: 'OTHER', knownDestination: false }), rules())).toEqual([]);
  });
});

describe('an amount that was vouched for up front', () => {
  it('is not questioned again in review', () => {
    const asked = subject({ ...dollars('6000000'), askedBefore: ['amount_up_front'] });
    expect(rulesThatAsk('in-review', asked, rules())).toEqual([]);
  });

  it('is questioned when something else was asked for up front', () => {
    const asked = subject({ ...dollars('2000000'), askedBefore: ['new_counterparty'] });
    expect(rulesThatAsk('in-review', asked, rules())).toEqual(['amount_in_review']);
  });
});

describe('a rule of its own for purpose OTHER', () => {
  const strict = rules({ otherOver: '100.00' });

  it('asks over its own amount', () => {
    expect(rulesThatAsk('up-front', subject({ purpose: 'OTHER', ...dollars('10001') }), strict)).toEqual(['purpose_other']);
  });

  it('asks nothing at that amount, for another purpose, or without one', () => {
    expect(rulesThatAsk('up-front', subject({ purpose: 'OTHER', ...dollars('10000') }), strict)).toEqual([]);
    expect(rulesThatAsk('up-front', subject({ purpose: 'BUSINESS_PAYMENT' }), strict)).toEqual([]);
    expect(rulesThatAsk('up-front', subject({ purpose: undefined }), strict)).toEqual([]);
  });

  it('asks nothing in review', () => {
    expect(rulesThatAsk('in-review', subject({ purpose: 'OTHER' }), strict)).toEqual([]);
  });
});

describe('a rule for new counterparties', () => {
  it('asks for the first withdrawal and for no later one', () => {
    const strict = rules({ newCounterparty: true });
    expect(rulesThatAsk('up-front', subject({ knownDestination: false }), strict)).toEqual(['new_counterparty']);
    expect(rulesThatAsk('up-front', subject({ knownDestination: true }), strict)).toEqual([]);
  });
});

describe('several rules at once', () => {
  it('ask each for their own document', () => {
    const strict = rules({ otherOver: '0', newCounterparty: true });
    const asking = rulesThatAsk('up-front', subject({ purpose: 'OTHER', knownDestination: false, ...dollars('5000001') }), strict);
    expect(asking.map((name) => ruleTable[name].demands.type)).toEqual(['INVOICE', 'PURPOSE_EVIDENCE', 'RELATIONSHIP_EVIDENCE']);
  });

  it('ask nothing when they are switched off', () => {
    const off = rules({ upFrontOver: null, inReviewOver: null });
    expect(rulesThatAsk('up-front', subject(dollars('999999999999')), off)).toEqual([]);
    expect(rulesThatAsk('in-review', subject(dollars('999999999999')), off)).toEqual([]);
  });
});
