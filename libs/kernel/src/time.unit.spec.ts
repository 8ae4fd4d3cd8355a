import { describe, expect, it } from '@jest/globals';
import { after, type Duration, durationMs } from './time.js';

describe('a length of time', () => {
  it.each([['500ms', 500], ['30s', 30_000], ['5m', 300_000], ['6h', 21_600_000], ['14d', 1_209_600_000]] as const)('%s is %d ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', '5', 'm', '-5m', '1.5h', '1h30m', '5 m', '5M'])('%j is none', (text) => {
    expect(() => durationMs(text as Duration)).toThrow(RangeError);
  });

  it('is added to a moment', () => {
    expect(after(new Date('2026-01-15T10:30:00.000Z'), '7d').toISOString()).toBe('2026-01-22T10:30:00.000Z');
  });
});
