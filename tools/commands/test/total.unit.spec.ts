import { describe, expect, it } from '@jest/globals';
import { lineOf, nothing, oneFailed, onePassed, sum } from './total.ts';

describe('the last line of a test run', () => {
  it('tells what passed and what failed', () => {
    expect(lineOf(sum([onePassed, onePassed, oneFailed]))).toBe('2 passed, 1 failed');
  });

  it('tells what was skipped only when something was', () => {
    expect(lineOf({ passed: 3, failed: 0, skipped: 2 })).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('is there when nothing ran', () => {
    expect(lineOf(sum([]))).toBe(lineOf(nothing));
  });
});
