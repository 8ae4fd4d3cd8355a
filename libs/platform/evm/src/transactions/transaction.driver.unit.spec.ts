import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FakeWorld } from '../../test/fake-world.ts';

const keys = ['one', 'two', 'three'] as const;
const loss = fc.constantFrom('before' as const, 'after' as const, undefined);

type Happening =
  | { readonly what: 'step'; readonly key: (typeof keys)[number]; readonly crash: boolean; readonly losses: readonly ('before' | 'after' | undefined)[] }
  | { readonly what: 'late'; readonly place: number }
  | { readonly what: 'mine' | 'forget' | 'stranger' }
  | { readonly what: 'reorganise'; readonly depth: number }
  | { readonly what: 'pass'; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ what: fc.constant('step' as const), key: fc.constantFrom(...keys), crash: fc.boolean(), losses: fc.array(loss, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('late' as const), place: fc.nat({ max: 60 }) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('mine' as const, 'mine' as const, 'mine' as const, 'forget' as const, 'stranger' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('reorganise' as const), depth: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.integer({ min: 100, max: 3_000 }) }) },
);

async function happen(world: FakeWorld, event: Happening): Promise<void> {
  switch (event.what) {
    case 'step': return world.step(event.key, event.crash, event.losses);
    case 'late': return world.stepLate(event.place);
    case 'mine': return world.chain.mine();
    case 'forget': return world.chain.forgetPool();
    case 'stranger': return world.chain.useElsewhere();
    case 'reorganise': return world.chain.reorganise(event.depth);
    case 'pass': return world.pass(event.ms);
  }
}

const most = (world: FakeWorld): number => Math.max(...keys.map((key) => world.chain.timesMade(key)));

/** Nothing goes wrong any more. */
async function calmDown(world: FakeWorld): Promise<void> {
  for (let round = 0; round < 200 && !keys.every((key) => world.isOver(key)); round += 1) {
    for (const key of keys) await world.step(key);
    world.chain.mine();
  }
}

describe('a transaction, whatever is lost, crashes, is late or taken back', () => {
  it('is made exactly once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(happening, { maxLength: 80, size: 'max' }), async (events) => {
      const world = new FakeWorld();
      for (const key of keys) world.order(key);
      for (const event of events) {
        await happen(world, event);
        expect(most(world)).toBeLessThanOrEqual(1);
      }
      await calmDown(world);
      expect(keys.map((key) => [world.chain.timesMade(key), world.read(key).status])).toEqual(keys.map(() => [1, 'final']));
    }), { numRuns: 60 });
  });

  it('is told of in an order that makes sense, without a gap', async () => {
    await fc.assert(fc.asyncProperty(fc.array(happening, { maxLength: 60, size: 'max' }), async (events) => {
      const world = new FakeWorld();
      for (const key of keys) world.order(key);
      for (const event of events) await happen(world, event);
      await calmDown(world);
      for (const key of keys) {
        const kinds = (world.news.get(key) ?? []).map((item) => item?.kind).filter((kind) => kind !== 'broadcast');
        expect(kinds.join(' ')).toMatch(/^(confirmed put-back )*confirmed final$/);
      }
    }), { numRuns: 30 });
  });
});
