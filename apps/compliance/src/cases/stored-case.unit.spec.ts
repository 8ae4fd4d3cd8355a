import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { initialRules } from '../rules/rules.js';
import { cases } from './cases.repository.js';

const at = new Date('2026-01-15T12:00:00.000Z');
const request = {
  stage: 'in-review', dialect: 'bultra', accountId: 'acc_1', destinationId: 'cpty_1', amount: { currency: 'USD', units: '1' }, names: [], askedBy: 'intake', at, ofALaterVersion: 1,
};
const screening = {
  stage: 'up-front', outcome: 'cleared', refusal: null, ruleVersion: '1.0', rules: initialRules.rules, reasons: [], finding: null, askedBy: 'intake', at, passedAt: at, ofALaterVersion: 2,
};
const usage = { status: 'taking', wasCounted: false, currency: 'USD', units: '1', day: '2026-01-15', claims: [], ofALaterVersion: 3 };

/** As every version has stored it. */
const golden = {
  closed: false, destinationId: 'cpty_1', inquiry: { asked: request, step: 'names', finding: null, ruleVersion: '', failures: 0, goesOnAt: at }, screenings: [screening], requirements: [],
  documentsSince: null, reservation: usage, ofALaterVersion: 4,
};

describe('a stored case', () => {
  it('keeps the names it has, and what is unknown', () => {
    expect(storedAfter(cases, golden)).toEqual(golden);
    const changed = storedAfter(cases, golden, (state) => ({ ...state, inquiry: null, screenings: state.screenings.map((one) => ({ ...one, replyTo: 'other' })) }));
    expect(changed).toEqual({ ...golden, inquiry: null, screenings: [{ ...screening, askedBy: 'other' }] });
  });

  it.each([
    ['a screening without a reply address', { ...golden, screenings: [{ ...screening, askedBy: undefined }] }],
    ['a request with the name of the code', { ...golden, inquiry: { ...golden.inquiry, asked: { ...request, askedBy: undefined, replyTo: 'intake' } } }],
    ['a usage without its counters', { ...golden, reservation: { ...usage, claims: undefined } }],
  ])('is refused with %s', (_, stored) => {
    expect(() => storedAfter(cases, stored)).toThrow();
  });
});
