import { describe, expect, it } from '@jest/globals';
import { isoDurationMs } from './sandbox.js';

describe('an ISO 8601 duration', () => {
  it.each([['PT48H', 172_800_000], ['P1D', 86_400_000], ['P1DT2H3M4.5S', 93_784_500], ['PT0S', 0], ['PT90M', 5_400_000], ['PT0.001S', 1], ['P7D', 604_800_000]])('is %s', (text, ms) => {
    expect(isoDurationMs(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'PT1', '1D', 'P1W', 'P1Y', 'P1M', '-P1D', 'P-1D', 'PT1H1H', 'PT1S1M', 'PT1.5H', 'pt1h', ' PT1H', 'PT1H ', 'PT.5S', 'PT1e3S', 'P999999D'])('is not %j', (text) => {
    expect(isoDurationMs(text)).toBeNull();
  });
});
