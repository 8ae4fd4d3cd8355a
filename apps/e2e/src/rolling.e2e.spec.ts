import { describe, expect, it } from '@jest/globals';
import { brokenInvariants, roll, type Rolled } from '@sluice/tools/rolling';
import { openStory } from './story.js';

/** Those that the added message, fields and state are about; `npm run rolling` replaces all nine. */
const apps = ['liquidity', 'intake', 'gateway'] as const;

describe('services replaced under load by a release with an added message, field and state and a removed binding, and back', () => {
  let rolled: Rolled;
  const opened = openStory();

  it('settle every withdrawal of every dialect', async () => {
    const { place, stack } = await opened;
    rolled = await roll({ place, stack, apps, lanes: 1, say: () => undefined });
    expect(rolled.failures).toEqual([]);
    expect(Object.values(rolled.settled).every((count) => count > 0)).toBe(true);
  });

  it('park nothing', () => {
    expect(rolled.stored.parked).toBe(rolled.parkedBefore);
  });

  it('leave the books balanced and every invariant whole', async () => {
    const { operator } = await opened;
    expect(await operator.isBalanced()).toBe(true);
    expect(await brokenInvariants(operator)).toEqual([]);
  });

  it('take withdrawals through the added state, and leave the added fields with them', () => {
    expect(rolled.stored.passed).toBeGreaterThan(0);
    expect(rolled.stored.kept).toBe(rolled.stored.passed);
    expect(rolled.stored.plans).toBeGreaterThanOrEqual(rolled.stored.passed);
  });
});
