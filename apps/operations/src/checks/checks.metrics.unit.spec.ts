import { describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { measure } from './checks.metrics.js';
import { verdictOf } from './invariants.js';
import type { StoredVerdict } from './verdicts.repository.js';

const now = new Date('2026-03-02T10:00:00Z');
const verdict = (secondsAgo: number, broken: readonly number[] = [], openHolds: StoredVerdict['openHolds'] = []): StoredVerdict => ({
  ...verdictOf(broken.map((invariant) => ({ invariant, text: 'wrong' })), new Date(now.getTime() - secondsAgo * 1_000)), openHolds, followedSince: now.toISOString(),
});
const dollars = (count: number, units: string) => ({ count, held: { currency: 'USD', units } as const });

const figures = async (name: string): Promise<unknown[]> =>
  (await register.getSingleMetric(name)?.get())?.values.filter(({ value }) => value !== 0).map(({ labels, value }) => [...Object.values(labels), value]) ?? [];

describe('the figures of the checks', () => {
  it('say for how many tenants an invariant is broken, and forget it once it is right', async () => {
    measure([verdict(5, [1, 11]), verdict(5, [11])], now);
    expect(await figures('sluice_invariants_broken')).toEqual([['1', 1], ['11', 2]]);
    measure([verdict(5), verdict(5)], now);
    expect(await figures('sluice_invariants_broken')).toEqual([]);
  });

  it('say how long the tenant has waited that was checked least lately, and nothing where there is no tenant', async () => {
    measure([verdict(5), verdict(700), verdict(30)], now);
    expect(await figures('sluice_invariants_check_age_seconds')).toEqual([[700]]);
    measure([], now);
    expect(await figures('sluice_invariants_check_age_seconds')).toEqual([]);
  });

  it('add the open holds of all tenants up', async () => {
    measure([verdict(5, [], [dollars(2, '6001')]), verdict(5, [], [dollars(1, '99')])], now);
    expect([await figures('sluice_holds_open'), await figures('sluice_holds_open_units')]).toEqual([[['USD', 3]], [['USD', 6100]]]);
  });
});
