import { afterAll, describe, expect, it } from '@jest/globals';
import { disturb } from '@sluice/tools/disturbance';
import { breachesIn, finalStateOf, flows, worldOf, type FinalState } from '@sluice/tools/kills';
import { appNames } from '@sluice/tools/stack';
import { openStory } from './story.js';

const story = await openStory();
const world = await worldOf(story.stack, story.place);

/** Nobody but the services decides what comes first in these: a client's cancellation races the screening with any order of messages. */
const names = ['bultra-ach', 'bultra-document', 'wealthkernel-selling', 'braid-bridged'];
const AT_ONCE = 2;
const SEED = 20_261_130;

const allAre = (disorder: number | null) => Promise.all(appNames.map((app, index) => disturb(story.place, app, { disorder: disorder === null ? null : disorder + index })));
afterAll(() => allAre(null));

/** Carries as many withdrawals of each kind side by side, and hands back what each has come to. What is there before them comes as usual. */
async function finalStates(count: number, disorder: number | null): Promise<Map<string, FinalState[]>> {
  const carries = await Promise.all(names.flatMap((name) => Array.from({ length: count }, async () => ({ name, carry: await flows[name]?.(world) }))));
  await allAre(disorder);
  const results = await Promise.all(carries.map(async ({ name, carry }) => ({ name, result: await carry?.() })));
  await allAre(null);
  for (const { name, result } of results) expect([name, result?.is]).toEqual([name, result?.shouldBe]);
  const states = await Promise.all(results.map(async ({ name, result }) => ({ name, state: await finalStateOf(world, result?.id ?? '') })));
  return new Map(names.map((name) => [name, states.filter((each) => each.name === name).map(({ state }) => state)]));
}

describe('withdrawals in all dialects whose every message comes one to five times, shuffled among up to fifty', () => {
  it('come to the same end as without that, paid once', async () => {
    const undisturbed = await finalStates(1, null);
    const disturbed = await finalStates(AT_ONCE, SEED);
    for (const name of names) {
      const [usual] = undisturbed.get(name) ?? [];
      expect([name, ...(disturbed.get(name) ?? [])]).toEqual([name, ...Array.from({ length: AT_ONCE }, () => usual)]);
    }
    expect(await breachesIn(world)).toEqual([]);
  });
});
