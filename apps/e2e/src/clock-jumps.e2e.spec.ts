import { afterEach, describe, expect, it } from '@jest/globals';
import { disturb } from '@sluice/tools/disturbance';
import { breachesIn, flows, worldOf, type World } from '@sluice/tools/kills';
import { appNames } from '@sluice/tools/stack';
import { customerWith, openStory, requested } from './story.js';

const names = ['bultra-ach', 'wealthkernel-cash', 'braid-cash'];
const HOUR_MS = 3_600_000;

const { stack, place } = await openStory();
const setClocks = (hours: number) => Promise.all(appNames.map((app) => disturb(place, app, { clockAheadMs: hours * HOUR_MS })));
afterEach(() => setClocks(0));

/** Signed in anew: a token lives by the gateway's clock. */
const worldNow = (): Promise<World> => worldOf(stack, place);

async function expectAllArrive(): Promise<void> {
  const world = await worldNow();
  const results = await Promise.all(names.map(async (name) => {
    const carry = await flows[name]?.(world);
    return { name, result: await carry?.() };
  }));
  for (const { name, result } of results) expect([name, result?.is]).toEqual([name, result?.shouldBe]);
}

describe.each([48, -48])('processes whose clocks jump by %d hours, and back', (hours) => {
  it('carry withdrawals in all dialects to their end, once each, and lose none that waits', async () => {
    const before = await openStory();
    const customer = await customerWith(before, '25.00');
    const { id } = await requested(before, customer, '10.00');
    await setClocks(hours);
    await expectAllArrive();
    await setClocks(0);
    const after = await openStory();
    expect(await after.bultra.withdrawal(id)).toMatchObject({ status: 'REQUESTED' });
    await after.bultra.accepted(id);
    expect(await after.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
    await expectAllArrive();
    expect(await breachesIn(await worldNow())).toEqual([]);
  });
});
