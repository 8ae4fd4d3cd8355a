import { describe, expect, it } from '@jest/globals';
import { DomainError, newId } from '@sluice/kernel';
import { causeOf, judge, NotConfirmed, NotKnownYet, Park, RequestTimedOut, RetryLater, ServiceAway, stackOf } from './failures.js';

const BUDGETS = { delaysMs: [10, 20, 40_000], earlyForMs: 1_000, unknownForMs: 500 };
const FRESH = { failures: 0, waiting: null };
const NOW = 1_000_000;

describe('the verdict on a failure', () => {
  it.each([new Error('unknown'), 'not even an error'])('of the handler is to try again while there are attempts: %s', (error) => {
    expect(judge(error, FRESH, BUDGETS, false)).toEqual({ kind: 'retry', delayMs: 10 });
    expect(judge(error, { ...FRESH, failures: 2 }, BUDGETS, false)).toEqual({ kind: 'retry', delayMs: 40_000 });
    expect(judge(error, { ...FRESH, failures: 3 }, BUDGETS, false)).toEqual({ kind: 'park' });
  });

  it.each([new Park('never'), new DomainError('not_found', 'no')])('is to park at once what trying again cannot change: %s', (error) => {
    expect(judge(error, FRESH, BUDGETS, false)).toEqual({ kind: 'park' });
  });

  it.each([new NotConfirmed('no'), new RequestTimedOut('late'), new ServiceAway('away')])('of the surroundings costs no attempt, however often it comes: %s', (error) => {
    const waiting = { for: 'surroundings', since: 0, times: 1_000_000 } as const;
    expect(judge(error, { failures: 3, waiting }, BUDGETS, false, NOW)).toEqual({ kind: 'wait', delayMs: 20, waiting: { ...waiting, times: 1_000_001 } });
  });

  it('costs no attempt while the database is away, whatever the handler threw', () => {
    expect(judge(new TypeError('null has no find'), { ...FRESH, failures: 3 }, BUDGETS, true, NOW)).toMatchObject({ kind: 'wait', delayMs: 10, waiting: { for: 'surroundings', times: 1 } });
  });

  it.each([['early', new RetryLater('later'), 1_000], ['unknown', new NotKnownYet('what?'), 500]] as const)('on what is %s is to wait for its own time, and then to park', (reason, error, longestMs) => {
    const waiting = { for: reason, since: NOW, times: 40 };
    expect(judge(error, { failures: 3, waiting }, BUDGETS, false, NOW + longestMs - 1)).toMatchObject({ kind: 'wait', delayMs: 20 });
    expect(judge(error, { failures: 3, waiting }, BUDGETS, false, NOW + longestMs)).toEqual({ kind: 'park' });
  });

  it('begins another time when it waits for something else', () => {
    const waiting = { for: 'surroundings', since: 0, times: 40 } as const;
    expect(judge(new RetryLater('later'), { ...FRESH, waiting }, BUDGETS, false, NOW)).toEqual({ kind: 'wait', delayMs: 10, waiting: { for: 'early', since: NOW, times: 1 } });
  });
});

describe('the cause that operators see', () => {
  it('is the same for two messages that differ in their ids only', () => {
    expect(causeOf(new Error(`No hold ${newId()}`))).toBe(causeOf(new Error(`No hold ${newId()}`)));
  });

  it('is one line of bounded length', () => {
    const cause = causeOf(new Error(`first\nsecond ${'x'.repeat(1_000)}`));
    expect(cause.startsWith('Error: first second x')).toBe(true);
    expect(cause).toHaveLength(300);
  });

  it('has no stack when what was thrown is not an error', () => {
    expect(stackOf('text')).toBeNull();
  });
});
