import { describe, expect, it } from '@jest/globals';
import { DomainError, newId } from '@sluice/kernel';
import { Park, RetryLater } from './errors.js';
import { causeOf, judge, stackOf } from './failure.js';

const DELAYS_MS = [10, 20];

describe('the verdict on a failure', () => {
  it.each([new RetryLater('later'), new Error('unknown'), 'not even an error'])('is to try again while there are attempts: %s', (error) => {
    expect(judge(error, 0, DELAYS_MS)).toEqual({ kind: 'retry', delayMs: 10 });
    expect(judge(error, 1, DELAYS_MS)).toEqual({ kind: 'retry', delayMs: 20 });
  });

  it('is to park when the attempts are used up', () => {
    expect(judge(new RetryLater('later'), 2, DELAYS_MS)).toEqual({ kind: 'park' });
  });

  it.each([new Park('never'), new DomainError('not_found', 'no')])('is to park at once what trying again cannot change: %s', (error) => {
    expect(judge(error, 0, DELAYS_MS)).toEqual({ kind: 'park' });
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
