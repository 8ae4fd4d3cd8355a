import { describe, expect, it } from '@jest/globals';
import { bucketOf, bucketsOf, endedCells, firstBucket, spanOf, type Ended } from './flow.js';

const now = new Date('2026-01-15T10:34:20.000Z');
const hour = spanOf('PT1H');
const ended = (change: Partial<Ended>): Ended => ({ bucket: '2026-01-15T10:34', dialect: 'bultra', rail: 'ACH', phase: 'settled', hold: 'none', count: 1, oldestAt: '2026-01-15T10:34:00.000Z', ...change });

describe('a window', () => {
  it.each([['PT1H', '2026-01-15T09:35:00.000Z', 60], ['PT6H', '2026-01-15T04:40:00.000Z', 36], ['P1D', '2026-01-14T10:40:00.000Z', 144], ['P7D', '2026-01-08T11:00:00.000Z', 168]] as const)('of %s begins with a whole bucket and has no gap', (window, from, count) => {
    const span = spanOf(window);
    const buckets = bucketsOf(now, span, [], [], []);
    expect([firstBucket(now, span), buckets[0]?.from, buckets.length]).toEqual([from, from, count]);
    expect(buckets.every((bucket, index) => index === 0 || Date.parse(bucket.from) - Date.parse(buckets[index - 1]?.from ?? '') === span.bucketMs)).toBe(true);
    expect(bucketOf(now.toISOString(), span)).toBe(bucketOf(buckets.at(-1)?.from ?? '', span));
  });
});

describe('a bucket', () => {
  const last = (...given: Parameters<typeof bucketsOf> extends [unknown, unknown, ...infer Rest] ? Rest : never) => bucketsOf(now, hour, ...given).at(-1);

  it('counts what began, what arrived in whole or in part, and what ended otherwise', () => {
    expect(last([{ bucket: '2026-01-15T10:34', count: 5 }], [ended({ count: 2 }), ended({ phase: 'partial' }), ended({ phase: 'failed' }), ended({ phase: 'cancelled', count: 3 })], [])).toMatchObject({ started: 5, settled: 3, failed: 4 });
  });

  it('knows the median and the slowest tenth of what arrived in it, and of nothing else', () => {
    const arrivals = Array.from({ length: 10 }, (_, index) => ({ createdAt: new Date(now.getTime() - (index + 1) * 1_000).toISOString(), endedAt: now.toISOString() }));
    expect(last([], [], [...arrivals, { createdAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-15T10:33:59.000Z' }])).toMatchObject({ medianSeconds: 6, slowSeconds: 10 });
  });

  it('has no median where nothing arrived', () => {
    expect(last([], [ended({ phase: 'failed' })], [])).toMatchObject({ medianSeconds: null, slowSeconds: null });
  });

  it('counts nothing of another', () => {
    expect(last([{ bucket: '2026-01-15T10:33', count: 5 }], [ended({ bucket: '2026-01-15T10:33' })], [])).toMatchObject({ started: 0, settled: 0, failed: 0 });
  });
});

describe('what ended', () => {
  it('is one cell for each dialect, rail and phase, whatever bucket it is in', () => {
    const cells = endedCells([ended({ count: 2 }), ended({ bucket: '2026-01-15T10:20', count: 3, oldestAt: '2026-01-15T10:20:01.000Z' }), ended({ rail: null })]);
    expect(cells).toEqual([
      { dialect: 'bultra', rail: 'ACH', phase: 'settled', hold: 'none', count: 5, oldestAt: '2026-01-15T10:20:01.000Z' },
      { dialect: 'bultra', rail: null, phase: 'settled', hold: 'none', count: 1, oldestAt: '2026-01-15T10:34:00.000Z' },
    ]);
  });
});
