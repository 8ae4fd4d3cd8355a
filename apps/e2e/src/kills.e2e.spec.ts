import { describe, expect, it } from '@jest/globals';
import { breachesIn, knownPoints, planOf, playRound, recordPoints, sample, worldOf } from '@sluice/tools/kills';
import { openStory } from './story.js';

const story = await openStory();
const world = await worldOf(story.stack, story.place);

/** One way of each dialect; `npm run kills` goes through all ways and all points. */
const names = ['bultra-ach', 'wealthkernel-selling', 'braid-bridged'];
const SEED = 20_261_130;
const DEATHS = 6;

const known = [...new Set((await Promise.all(names.map(knownPoints))).flat())];

describe('withdrawals in each dialect', () => {
  it('pass no point that is in none of their lists: what is new is killed at, too', async () => {
    const { own } = await recordPoints(world, names, 0);
    expect([...own].filter((point) => !known.includes(point))).toEqual([]);
    expect(own.size).toBeGreaterThan(100);
  });

  it('come to the same end when processes are killed at points on their way', async () => {
    const { reached, wrong } = await playRound(world, names, planOf(sample(known, SEED, DEATHS)));
    expect(wrong).toEqual([]);
    expect(reached.length).toBeGreaterThan(1);
    expect(await breachesIn(world)).toEqual([]);
  });
});
