import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { FakeWorld, MOST_FEE, type Loss } from '../../test/fake-world.ts';

/** What goes wrong is the point here; what is said of it is not. */
beforeAll(() => {
  Logger.overrideLogger(false);
});

const keys = ['one', 'two', 'three'] as const;
const loss = fc.constantFrom<Loss>('before', 'after', undefined);
const losses = fc.array(loss, { maxLength: 3 });

type Happening =
  | { readonly what: 'step'; readonly key: string; readonly crash: boolean; readonly losses: readonly Loss[] }
  | { readonly what: 'late'; readonly place: number }
  | { readonly what: 'mine' | 'forget' | 'stranger' | 'restart' }
  | { readonly what: 'recover'; readonly losses: readonly Loss[] }
  | { readonly what: 'reorganise'; readonly depth: number; readonly forgetsStrangers?: boolean }
  | { readonly what: 'fee'; readonly baseFee: number }
  | { readonly what: 'pass'; readonly ms: number };

const step = (of: readonly string[]) => fc.record({ what: fc.constant('step' as const), key: fc.constantFrom(...of), crash: fc.boolean(), losses });
const usual = (of: readonly string[]) => [
  { weight: 14, arbitrary: step(of) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('late' as const), place: fc.nat({ max: 60 }) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('mine' as const, 'mine' as const, 'mine' as const, 'forget' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('fee' as const), baseFee: fc.constantFrom(1, 50, 90, 700, 1_500) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.integer({ min: 100, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('recover' as const), losses }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
];

/** Reorganisations as deep as they may be, and strangers who use the signer's key. */
const promised: fc.Arbitrary<Happening> = fc.oneof(
  ...usual(keys),
  { weight: 1, arbitrary: fc.record({ what: fc.constant('stranger' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('reorganise' as const), depth: fc.integer({ min: 1, max: 3 }), forgetsStrangers: fc.boolean() }) },
);

const withBad = [...keys, 'bad'];

/** Deeper than anything that is final; one of the calls fails on the chain. */
const deep: fc.Arbitrary<Happening> = fc.oneof(
  ...usual(withBad),
  { weight: 6, arbitrary: fc.record({ what: fc.constant('mine' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('reorganise' as const), depth: fc.integer({ min: 1, max: 20 }) }) },
);

async function happen(world: FakeWorld, event: Happening): Promise<void> {
  switch (event.what) {
    case 'step': return world.step(event.key, event.crash, event.losses);
    case 'late': return world.stepLate(event.place);
    case 'mine': return world.chain.mine();
    case 'forget': return world.chain.forgetPool();
    case 'stranger': return world.chain.useElsewhere();
    case 'reorganise': return world.chain.reorganise(event.depth, event);
    case 'fee': return void (world.chain.baseFee = event.baseFee);
    case 'pass': return world.pass(event.ms);
    case 'recover': return world.recover(event.losses);
    case 'restart': return world.restart();
  }
}

const most = (world: FakeWorld, of: readonly string[]): number => Math.max(...of.map((key) => world.chain.timesMade(key)));

/** Nothing goes wrong any more; fees stay as they are. Twice over, since what was over may have to begin again. */
async function calmDown(world: FakeWorld): Promise<void> {
  for (let round = 0; round < 300; round += 1) {
    if ([...world.stored.keys()].every((key) => world.isOver(key)) && round % 20 === 19) return;
    for (const key of world.stored.keys()) await world.step(key);
    await world.recover();
    world.chain.mine();
    world.pass(200);
  }
}

/** Forms beyond the limit, or not dearer by a tenth than the one before them under their nonce: no node takes less. */
const wrongFees = (world: FakeWorld) => [...world.stored.values()].flatMap(({ attempts }) => attempts.filter(({ maxFeePerGas, maxPriorityFeePerGas }, place) => {
  const before = attempts[place - 1];
  if (maxFeePerGas > MOST_FEE || maxPriorityFeePerGas > maxFeePerGas) return true;
  return before !== undefined && (maxFeePerGas * 10n < before.maxFeePerGas * 11n || maxPriorityFeePerGas * 10n < before.maxPriorityFeePerGas * 11n);
}));

describe('a transaction, whatever is lost, refused, crashes, is late or taken back', () => {
  it('is made exactly once, for no more than the limit', async () => {
    await fc.assert(fc.asyncProperty(fc.array(promised, { maxLength: 80, size: 'max' }), async (events) => {
      const world = new FakeWorld();
      for (const key of keys) world.order(key);
      for (const event of events) {
        await happen(world, event);
        expect({ isMadeTwice: most(world, keys) > 1, wrongFees: wrongFees(world) }).toEqual({ isMadeTwice: false, wrongFees: [] });
      }
      await calmDown(world);
      expect(keys.map((key) => [world.chain.timesMade(key), world.read(key).status])).toEqual(keys.map(() => [1, 'final']));
      expect(world.holes()).toEqual([]);
    }), { numRuns: 60 });
  });

  it('is told of in an order that makes sense, without a gap', async () => {
    await fc.assert(fc.asyncProperty(fc.array(promised, { maxLength: 60, size: 'max' }), async (events) => {
      const world = new FakeWorld();
      for (const key of keys) world.order(key);
      for (const event of events) await happen(world, event);
      await calmDown(world);
      for (const key of keys) {
        const kinds = (world.observed.get(key) ?? []).map((item) => item?.kind).filter((kind) => kind !== 'broadcast');
        expect(kinds.join(' ')).toMatch(/^(confirmed put-back )*confirmed final$/);
      }
    }), { numRuns: 30 });
  });
});

describe('a reorganisation deeper than any should be', () => {
  it('takes back what was final, which is made again, once, and leaves no hole', async () => {
    await fc.assert(fc.asyncProperty(fc.array(deep, { maxLength: 120, size: 'max' }), async (events) => {
      const world = new FakeWorld();
      for (const key of withBad) world.order(key);
      for (const event of events) {
        await happen(world, event);
        expect(most(world, withBad)).toBeLessThanOrEqual(1);
      }
      world.order('last');
      await calmDown(world);
      for (const key of [...keys, 'last']) {
        expect([key, world.chain.timesMade(key), world.read(key).status]).toEqual([key, 1, 'final']);
        const kinds = (world.observed.get(key) ?? []).map((item) => item?.kind).filter((kind) => kind !== 'broadcast');
        expect(kinds.join(' ')).toMatch(/^((confirmed put-back |confirmed final (final )*gone )*)confirmed final( final)*$/);
      }
      expect(world.read('bad').status).toBe('final');
      expect(world.holes()).toEqual([]);
      expect(wrongFees(world)).toEqual([]);
    }), { numRuns: 60 });
  });
});

describe('the base fee that rises between signing and sending, and stays', () => {
  it('is met by a dearer form under the same nonce, and those behind it go on', async () => {
    const world = new FakeWorld();
    for (const key of keys) world.order(key);
    for (const key of keys) for (let count = 0; count < 2; count += 1) await world.step(key);
    world.chain.baseFee = 500;
    for (const key of keys) await world.step(key);
    expect(world.read('one')).toMatchObject({ status: 'signed', nonce: 0, notTaken: 'fee', attempts: [{ isSent: false }] });
    await calmDown(world);
    expect(keys.map((key) => world.read(key)).map(({ status, nonce, attempts }) => [status, nonce, attempts.length])).toEqual([['final', 0, 2], ['final', 1, 2], ['final', 2, 2]]);
  });

  it('waits at the limit, without a form that pays more, until the fee falls', async () => {
    const world = new FakeWorld();
    world.order('one');
    world.chain.baseFee = 5_000;
    await calmDown(world);
    expect(world.read('one')).toMatchObject({ status: 'signed', notTaken: 'fee', attempts: [{ maxFeePerGas: MOST_FEE }] });
    world.chain.baseFee = 1_900;
    await calmDown(world);
    expect(world.read('one').status).toBe('final');
  });
});

describe('a hole in the nonces', () => {
  it('that is left by a transaction of which nothing is known is seen, and filled', async () => {
    const world = new FakeWorld();
    for (const key of keys) world.order(key);
    for (const key of keys) for (let count = 0; count < 2; count += 1) await world.step(key);
    world.forget('one');
    await world.recover();
    expect(world.holes()).toEqual([]);
    world.pass(1_000);
    await world.recover();
    expect(world.holes()).toMatchObject([{ nonce: 0, waiting: ['two', 'three'] }]);
    await calmDown(world);
    expect([world.read('filler 0').status, world.read('two').status, world.read('three').status]).toEqual(['final', 'final', 'final']);
    expect(world.holes()).toEqual([]);
  });

  it('is not seen where a transaction is slow to be signed', async () => {
    const world = new FakeWorld();
    for (const key of keys) world.order(key);
    await world.step('one');
    await world.step('one', true);
    for (const key of ['two', 'three']) for (let count = 0; count < 3; count += 1) await world.step(key);
    for (let count = 0; count < 5; count += 1) {
      world.pass(10_000);
      await world.recover();
    }
    expect(world.holes()).toEqual([]);
    await calmDown(world);
    expect(keys.map((key) => world.read(key).status)).toEqual(['final', 'final', 'final']);
  });
});
