import { describe, expect, it } from '@jest/globals';
import { initialRules } from '../rules/rules.js';
import { emptyCase, type ComplianceCase, type Finding, type PendingScreening, type ScreeningRequest } from './compliance-case.js';
import { decidedReferral, isOpen, stillHolds, unanswered, type ReferralDecision } from './screening.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const asked: ScreeningRequest = {
  stage: 'up-front', dialect: 'bultra', accountId: 'acc_1', destinationId: 'cpty_1', amount: { currency: 'USD', units: '1' }, names: ['A', 'B'], replyTo: 'intake', at,
};
const hit = { name: 'A', listed: 'A.', list: 'invented', listedId: '1', score: 1 };
const finding: Finding = { names: ['A', 'B'], listVersion: 'v1', hits: [hit], incomparable: [], at, decision: null };
const waiting: PendingScreening = { asked, step: 'referred', finding, ruleVersion: '1.0', failures: 0, goesOnAt: null };
const decision: ReferralDecision = { stage: 'up-front', decision: 'clear', reason: 'Another person.', at };

describe('lists that do not answer', () => {
  it('are inquired again with backoff, at least every minute, for ever', () => {
    let inquiry: PendingScreening = { ...waiting, step: 'names' };
    const pauses = Array.from({ length: 9 }, () => {
      inquiry = unanswered(inquiry, at);
      return ((inquiry.goesOnAt?.getTime() ?? 0) - at.getTime()) / 1_000;
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(unanswered({ ...inquiry, failures: 5_000 }, at).goesOnAt).toEqual(new Date(at.getTime() + 60_000));
  });
});

describe('an earlier finding', () => {
  it('stands for the same names in the same lists', () => {
    expect(stillHolds(finding, ['B', 'A'], [], 'v1')).toBe(true);
  });

  it.each([[['A', 'B'], 'v2'], [['A'], 'v1'], [['A', 'B', 'C'], 'v1'], [['A', 'b'], 'v1']])('does not stand for %j in %s', (names, version) => {
    expect(stillHolds(finding, names, [], version)).toBe(false);
  });

  it('of a time before the check for names that cannot be compared does not stand', () => {
    expect(stillHolds({ ...finding, incomparable: undefined }, ['A', 'B'], [], 'v1')).toBe(false);
  });

  it('of a time when a name passed for one that can be compared does not stand', () => {
    expect(stillHolds({ ...finding, names: ['12'] }, ['12'], ['12'], 'v1')).toBe(false);
    expect(stillHolds({ ...finding, names: ['12'], incomparable: ['12'] }, ['12'], ['12'], 'v1')).toBe(true);
  });

  it('is open while nobody decided on a name that cannot be compared', () => {
    expect(isOpen({ ...finding, hits: [], incomparable: ['—'] })).toBe(true);
    expect(isOpen({ ...finding, hits: [], incomparable: ['—'], decision })).toBe(false);
    expect(isOpen({ ...finding, hits: [], incomparable: undefined })).toBe(false);
  });

  it('is open while there are hits that nobody decided on', () => {
    expect(isOpen(finding)).toBe(true);
    expect(isOpen({ ...finding, hits: [] })).toBe(false);
    expect(isOpen({ ...finding, decision })).toBe(false);
  });
});

describe('a decision about a referral', () => {
  const known: ComplianceCase = { ...emptyCase, inquiry: waiting };
  const decided = (state: ComplianceCase, about: Partial<ReferralDecision> = {}) => decidedReferral(state, { ...decision, ...about });
  const judged: ComplianceCase = {
    ...emptyCase,
    screenings: [{
      stage: 'up-front', outcome: 'cleared', refusal: null, ruleVersion: '1.0', rules: initialRules.rules, reasons: [], finding: { ...finding, decision }, replyTo: 'intake', at, passedAt: at,
    }],
  };

  it('is kept with its reason and its time', () => {
    expect(decided(known)?.finding?.decision).toEqual({ decision: 'clear', reason: 'Another person.', at });
  });

  it('changes nothing when it was made the same way before, whatever became of the case', () => {
    expect(decided(judged)).toBeNull();
    expect(decided({ ...judged, closed: true })).toBeNull();
    expect(decided(judged, { reason: 'In other words.' })).toBeNull();
  });

  it.each([
    ['was made otherwise', judged, { decision: 'refuse' as const }, 'invalid_status'],
    ['is about a closed case', { ...known, closed: true }, {}, 'invalid_status'],
    ['is not asked for: the lists have yet to answer', { ...emptyCase, inquiry: { ...waiting, step: 'names' as const, finding: null } }, {}, 'invalid_status'],
    ['is about another stage', known, { stage: 'in-review' as const }, 'not_found'],
    ['is about a case that was never judged', emptyCase, {}, 'not_found'],
  ])('is refused when it %s', (_, state, about, code) => {
    expect(() => decided(state, about)).toThrow(expect.objectContaining({ code }));
  });
});
