import { describe, expect, it } from '@jest/globals';
import { breachesIn, worldOf } from '@sluice/tools/kills';
import { roll, type Rolled } from '@sluice/tools/rolling';
import { openStory } from './story.js';

/** The two that the added message, fields and state are about; `npm run rolling` replaces all nine. */
const apps = ['liquidity', 'intake'] as const;

const { place, stack } = await openStory();

describe('two services replaced under load by a release with an added message, field and state and a removed binding, and back', () => {
  let rolled: Rolled;

  it('take every withdrawal of every dialect to its end, paid once', async () => {
    rolled = await roll({ place, stack, apps, perSecond: 2, lanes: 6, signal: new AbortController().signal, say: () => undefined });
    const { attempted, completed, ...wrong } = rolled.outcome;
    expect(wrong).toMatchObject({ refused: [], lost: [], double: [], stuck: [], unexpected: [] });
    expect(completed).toBe(attempted);
  });

  it('park nothing', () => {
    expect(rolled.parked).toBe(0);
  });

  it('take withdrawals through the added state, and leave the added fields with them', () => {
    expect(rolled.stored.passed).toBeGreaterThan(0);
    expect(rolled.stored.kept).toBe(rolled.stored.passed);
    expect(rolled.stored.plans).toBeGreaterThanOrEqual(rolled.stored.passed);
  });

  it('leave the books balanced and every invariant whole', async () => {
    expect(await breachesIn(await worldOf(stack, place))).toEqual([]);
  });
});
