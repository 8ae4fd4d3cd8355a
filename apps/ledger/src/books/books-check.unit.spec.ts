import { beforeEach, describe, expect, it } from '@jest/globals';
import { imbalances, noteDifferences } from './books-check.js';

const MINUTE = 60_000;
const found = (nowMs: number) => [...imbalances(nowMs)].filter(([, units]) => units !== 0n);

describe('the imbalance of the books', () => {
  beforeEach(() => void imbalances(Infinity));

  it('adds up what differs for each tenant, whichever side is the greater', () => {
    noteDifferences('acme', [{ currency: 'USD', units: 5n }, { currency: 'GBP', units: 0n }], 0);
    noteDifferences('globex', [{ currency: 'USD', units: -5n }], 0);
    expect(found(MINUTE)).toEqual([['USD', 10n]]);
  });

  it('is gone when a later check finds none', () => {
    noteDifferences('acme', [{ currency: 'USD', units: 5n }], 0);
    noteDifferences('acme', [{ currency: 'USD', units: 0n }], MINUTE);
    expect(found(MINUTE)).toEqual([]);
  });

  it('is forgotten when another instance makes the checks, which may have seen it mended', () => {
    noteDifferences('acme', [{ currency: 'USD', units: 5n }], 0);
    expect([found(3 * MINUTE), found(3 * MINUTE + 1)]).toEqual([[['USD', 5n]], []]);
  });

  it('is shown as none for every currency where nothing differs', () => {
    expect(new Set(imbalances(0).values())).toEqual(new Set([0n]));
    expect([...imbalances(0).keys()]).toEqual(expect.arrayContaining(['USD', 'GBP', 'EUR', 'USDC']));
  });
});
