import { describe, expect, it } from '@jest/globals';
import type { Currency } from '@sluice/kernel';
import { initialRules, rulesRequiringDocuments, ruleTable, type Rules, type Subject } from './rules.js';

const subject = (about: Partial<Subject> = {}): Subject => ({
  dialect: 'bultra', amount: { currency: 'USD', units: '250000' }, purpose: 'PERSONAL_ACCOUNT', knownDestination: true, earlierReasons: [], ...about,
});
const rules = (about: Partial<Rules> = {}): Rules => ({ ...initialRules.rules, ...about });
const dollars = (units: string, currency: Currency = 'USD') => ({ amount: { currency, units } });

describe('the initial rules', () => {
  it('require nothing below their amounts', () => {
    expect(rulesRequiringDocuments('up-front', subject(), rules())).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject(), rules())).toEqual([]);
  });

  it('require a document up front for an amount over 50,000', () => {
    expect(rulesRequiringDocuments('up-front', subject(dollars('5000001')), rules())).toEqual(['amount_up_front']);
  });

  it('require none for an amount of just that much', () => {
    expect(rulesRequiringDocuments('up-front', subject(dollars('5000000')), rules())).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject(dollars('1000000')), rules())).toEqual([]);
  });

  it('require a document in review for an amount over 10,000', () => {
    expect(rulesRequiringDocuments('up-front', subject(dollars('1000001')), rules())).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject(dollars('1000001')), rules())).toEqual(['amount_in_review']);
  });

  it('compare in the minor units of the currency itself', () => {
    expect(rulesRequiringDocuments('in-review', subject(dollars('10000000000', 'USDC')), rules())).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject(dollars('10000000001', 'USDC')), rules())).toEqual(['amount_in_review']);
  });

  it('leave other dialects alone', () => {
    expect(rulesRequiringDocuments('up-front', subject({ dialect: 'braid', ...dollars('9900000000') }), rules())).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject({ dialect: 'wealthkernel', ...dollars('9900000000') }), rules())).toEqual([]);
  });

  it('do not mind purpose OTHER or a new counterparty', () => {
    expect(rulesRequiringDocuments('up-front', subject({ purpose: 'OTHER', knownDestination: false }), rules())).toEqual([]);
  });
});

describe('an amount that was vouched for up front', () => {
  it('is not questioned again in review', () => {
    const asked = subject({ ...dollars('6000000'), earlierReasons: ['amount_up_front'] });
    expect(rulesRequiringDocuments('in-review', asked, rules())).toEqual([]);
  });

  it('needs a document when something else was required up front', () => {
    const asked = subject({ ...dollars('2000000'), earlierReasons: ['new_counterparty'] });
    expect(rulesRequiringDocuments('in-review', asked, rules())).toEqual(['amount_in_review']);
  });
});

describe('a rule of its own for purpose OTHER', () => {
  const strict = rules({ otherOver: '100.00' });

  it('applies over its own amount', () => {
    expect(rulesRequiringDocuments('up-front', subject({ purpose: 'OTHER', ...dollars('10001') }), strict)).toEqual(['purpose_other']);
  });

  it('requires nothing at that amount, for another purpose, or without one', () => {
    expect(rulesRequiringDocuments('up-front', subject({ purpose: 'OTHER', ...dollars('10000') }), strict)).toEqual([]);
    expect(rulesRequiringDocuments('up-front', subject({ purpose: 'BUSINESS_PAYMENT' }), strict)).toEqual([]);
    expect(rulesRequiringDocuments('up-front', subject({ purpose: undefined }), strict)).toEqual([]);
  });

  it('requires nothing in review', () => {
    expect(rulesRequiringDocuments('in-review', subject({ purpose: 'OTHER' }), strict)).toEqual([]);
  });
});

describe('a rule for new counterparties', () => {
  it('applies to the first withdrawal and to no later one', () => {
    const strict = rules({ newCounterparty: true });
    expect(rulesRequiringDocuments('up-front', subject({ knownDestination: false }), strict)).toEqual(['new_counterparty']);
    expect(rulesRequiringDocuments('up-front', subject({ knownDestination: true }), strict)).toEqual([]);
  });
});

describe('several rules at once', () => {
  it('require each their own document', () => {
    const strict = rules({ otherOver: '0', newCounterparty: true });
    const asking = rulesRequiringDocuments('up-front', subject({ purpose: 'OTHER', knownDestination: false, ...dollars('5000001') }), strict);
    expect(asking.map((name) => ruleTable[name].requires.type)).toEqual(['INVOICE', 'PURPOSE_EVIDENCE', 'RELATIONSHIP_EVIDENCE']);
  });

  it('require nothing when they are switched off', () => {
    const off = rules({ upFrontOver: null, inReviewOver: null });
    expect(rulesRequiringDocuments('up-front', subject(dollars('999999999999')), off)).toEqual([]);
    expect(rulesRequiringDocuments('in-review', subject(dollars('999999999999')), off)).toEqual([]);
  });
});
