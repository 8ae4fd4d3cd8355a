import { describe, expect, it } from '@jest/globals';
import { verdictOf, wordsOf } from './invariants.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const finding = (invariant: number, text: string) => ({ invariant, text });

describe('a verdict', () => {
  it('over nothing wrong names all thirteen invariants, and each holds', () => {
    const { ok, checkedAt, invariants } = verdictOf([], at);
    expect([ok, checkedAt, invariants.map(({ number }) => number)]).toEqual([true, at.toISOString(), Array.from({ length: 13 }, (_, index) => index + 1)]);
    expect(invariants.filter((each) => !each.ok || each.violations.length > 0)).toEqual([]);
  });

  it.each([1, 5, 13])('over a violation of invariant %i says which, and that not all is well', (number) => {
    const { ok, invariants } = verdictOf([finding(number, 'so it is')], at);
    expect([ok, invariants.filter((each) => !each.ok).map((each) => [each.number, each.violations])]).toEqual([false, [[number, ['so it is']]]]);
  });

  it('tells fifty violations of one invariant at most', () => {
    expect(verdictOf(Array.from({ length: 60 }, (_, index) => finding(11, `hold ${index}`)), at).invariants[10]?.violations).toHaveLength(50);
  });
});

describe('two findings', () => {
  it('are the same when both the invariant and the words are', () => {
    expect(wordsOf(finding(11, 'a'))).toBe(wordsOf(finding(11, 'a')));
    expect(wordsOf(finding(11, 'a'))).not.toBe(wordsOf(finding(11, 'b')));
    expect(wordsOf(finding(11, 'a'))).not.toBe(wordsOf(finding(5, 'a')));
  });
});
