import { currencies, type Currency } from '@sluice/kernel';
import { Gauge } from 'prom-client';
import type { Books } from './books.js';

/** Every tenant's books are checked each minute, by whichever instance is asked: what is older may have been set right before another. */
const CURRENT_MS = 180_000;

interface Found {
  readonly atMs: number;
  readonly differences: Books['differences'];
}

const lastFound = new Map<string, Found>();

new Gauge({
  name: 'sluice_ledger_imbalance_units',
  help: 'By how many minor units credits and debits differ, added up over all tenants; by the last checks.',
  labelNames: ['currency'] as const,
  collect() {
    for (const [currency, units] of imbalances(Date.now())) this.set({ currency }, Number(units));
  },
});

/** By currency, whichever side is the greater: what one tenant has too much does not make up for what another lacks. */
export function imbalances(nowMs: number): ReadonlyMap<Currency, bigint> {
  const sums = new Map<Currency, bigint>(currencies.map((currency) => [currency, 0n]));
  for (const [tenantId, { atMs, differences }] of lastFound) {
    if (nowMs - atMs > CURRENT_MS) lastFound.delete(tenantId);
    else for (const { currency, units } of differences) sums.set(currency, (sums.get(currency) ?? 0n) + (units < 0n ? -units : units));
  }
  return sums;
}

/** Notes what a check of a tenant's books found. */
export function noteDifferences(tenantId: string, differences: Books['differences'], nowMs: number): void {
  lastFound.set(tenantId, { atMs: nowMs, differences });
}
