import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IntentWorld, rules, type Fate, type Rules } from '../test/intent-world.js';
import { inquiredLater, inquiryAt, isDue, leased, leaseMsFor, nextCall, sentAgain, stopAt, unknownTooLongMs, waitMs } from './intent.js';

const now = new Date('2026-01-15T10:00:00.000Z');
const at = (ms: number): string => new Date(now.getTime() + ms).toISOString();

describe('backoff', () => {
  it.each([[0, 1_000], [1, 2_000], [3, 8_000], [9, 300_000], [5_000, 300_000]])('after %i failed attempts is %i ms', (failed, ms) => {
    expect(waitMs({ firstMs: 1_000, lastMs: 300_000 }, failed)).toBe(ms);
    expect(inquiryAt({ firstMs: 1_000, lastMs: 300_000 }, failed, now).toISOString()).toBe(at(ms));
  });

  it.each([[0, 200], [1, 300], [2, 450], [3, 675], [4, 1_013], [50, 10_000]])('may grow by half: after %i it is %i ms', (failed, ms) => {
    expect(waitMs({ firstMs: 200, lastMs: 10_000, factor: 1.5 }, failed)).toBe(ms);
  });

  it('is counted with the inquiry', () => {
    expect(inquiredLater({ failedAttempts: 2 }, { firstMs: 1_000, lastMs: 300_000 }, now)).toEqual({ failedAttempts: 3, nextAt: at(4_000) });
  });
});

describe('an intent', () => {
  it('is leased for longer than two calls take, and remembers when it was sent first', () => {
    const first = leased({ failedAttempts: 0 }, now, leaseMsFor(3_000));
    expect(first).toEqual({ failedAttempts: 0, firstSentAt: at(0), nextAt: at(6_000) });
    expect(leased(first, new Date(at(60_000)), leaseMsFor(3_000))).toMatchObject({ firstSentAt: at(0), nextAt: at(66_000) });
  });

  it('is sent again at once, since the wait was before the inquiry', () => {
    expect(sentAgain({ failedAttempts: 4, nextAt: at(-1) }, now)).toEqual({ failedAttempts: 4, nextAt: at(0) });
  });

  it('is stopped at once, unless a call is under way', () => {
    expect(stopAt({ failedAttempts: 0, nextAt: at(9) }, false, now)).toBe(at(0));
    expect(stopAt({ failedAttempts: 0, nextAt: at(9) }, true, now)).toBe(at(9));
  });

  it.each([[at(0), true], [at(-1), true], [at(1), false], [undefined, false]])('that is to be looked at at %s is due: %s', (nextAt, due) => {
    expect(isDue({ nextAt }, now)).toBe(due);
  });

  it.each([[true, false, 'send'], [false, false, 'inquire'], [true, true, 'stop'], [false, true, 'stop']] as const)('that is planned: %s, and to be stopped: %s, is a call to %s', (isPlanned, isToBeStopped, call) => {
    expect(nextCall({ isPlanned, isToBeStopped })).toBe(call);
  });

  it('is an alarm once its outcome was unknown for too long', () => {
    expect(unknownTooLongMs({ failedAttempts: 0, firstSentAt: at(-300_001) }, now, 300_000)).toBe(300_001);
  });

  it.each([undefined, at(-300_000), at(5)])('is none when it was sent at %s', (firstSentAt) => {
    expect(unknownTooLongMs({ failedAttempts: 0, firstSentAt }, now, 300_000)).toBeNull();
  });
});

const fates: readonly Fate[] = ['answered', 'answer-lost', 'request-lost', 'request-late'];
const which = fc.nat(3);
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...fates).map((fate) => (world: IntentWorld) => world.start(fate)) },
  { weight: 8, arbitrary: which.map((process) => (world: IntentWorld) => world.step(process)) },
  { weight: 2, arbitrary: which.map((process) => (world: IntentWorld) => world.kill(process)) },
  { weight: 1, arbitrary: fc.nat(10_000).map((ms) => (world: IntentWorld) => world.wait(ms)) },
  { weight: 1, arbitrary: fc.constant((world: IntentWorld) => world.arriveLate()) },
);
const stopping = fc.constant((world: IntentWorld) => world.stop());
const stories = fc.array(happening, { maxLength: 60 });
const storiesWithStop = fc.array(fc.oneof({ weight: 9, arbitrary: happening }, { weight: 1, arbitrary: stopping }), { maxLength: 60 });

type Story = readonly ((world: IntentWorld) => void)[];

function lived(story: Story, by: Rules = rules): IntentWorld {
  const world = new IntentWorld(by);
  for (const happens of story) {
    happens(world);
    if (!world.hasEnded && world.order.nextAt === undefined) world.mistakes.push('nothing is due about an open order');
  }
  world.recover();
  return world;
}

function check(world: IntentWorld): void {
  const taken = [...world.taken.values()].filter((fate) => fate === 'taken').length;
  expect({ mistakes: world.mistakes, hasTwoKeys: world.keys.size > 1, hasEnded: world.hasEnded, taken })
    .toEqual({ mistakes: [], hasTwoKeys: false, hasEnded: true, taken: world.order.status === 'taken' ? 1 : 0 });
}

describe('intent, call and record, with processes that are killed, paused and run side by side between any two of them', () => {
  it('never send under two keys, never lose an order, and always inquire about it', () => {
    fc.assert(fc.property(stories, (story) => {
      const world = lived(story);
      check(world);
      expect([world.order.status, world.keys.size]).toEqual(['taken', 1]);
    }), { numRuns: 3_000 });
  });

  it('end an order that is stopped as taken if the provider has it, and as stopped if it never will', () => {
    fc.assert(fc.property(storiesWithStop, (story) => check(lived(story))), { numRuns: 3_000 });
  });

  const mistakes: [string, Partial<Rules>][] = [
    ['sends again what had no answer', { afterLoss: (order, time) => sentAgain({ ...order, status: 'planned' }, time) }],
    ['makes a new key for each try', { keyOf: ({ about, failedAttempts }) => `${about} ${failedAttempts}` }],
    ['makes a call that it has not stored', { begin: (order) => order }],
    ['stores a call and not when to look at it again', { begin: (order, time) => ({ ...rules.begin(order, time), nextAt: undefined }) }],
    ['forgets what had no answer', { afterLoss: ({ nextAt: _, ...order }) => ({ ...order, status: 'unknown' }) }],
    ['forgets when it was sent first', { begin: (order, time) => ({ ...rules.begin(order, time), firstSentAt: time.toISOString() }) }],
  ];

  it.each(mistakes)('would be found out if somebody %s', (_, mistake) => {
    expect(() => fc.assert(fc.property(stories, (story) => check(lived(story, { ...rules, ...mistake }))), { numRuns: 3_000 })).toThrow();
  });
});
