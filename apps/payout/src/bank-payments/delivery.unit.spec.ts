import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BankWorld, type Fate } from '../../test/bank-world.js';
import { applyObservation, isOverdue, keyOf, plannedLeg, stop, type LegOrder } from './bank-leg.js';
import { currentLegs, orderCancellation, orderDelivery, type DeliveryOrder } from './delivery.js';

const leg = (legId: string, attempt = 1): LegOrder => ({ legId, attempt, amount: { currency: 'USD', units: '2500' } });
const order = (...legs: LegOrder[]): DeliveryOrder => ({ withdrawalId: 'w1', replyAddress: { replyTo: 'intake' }, legs: legs.length > 0 ? legs : [leg('a')] });
const payment = { rail: 'ACH' as const, counterpartyId: 'cpty_1', creditor: { name: 'Ada Lovelace', type: 'INDIVIDUAL' as const } };
const now = new Date('2026-01-15T10:00:00.000Z');

type Step = (world: BankWorld) => void;
const fates: Fate[] = ['answered', 'answer-lost', 'request-lost', 'request-late', 'crash-before', 'crash-after'];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...fates).map((fate): Step => (world) => world.fire(fate)) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.deliver()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.cancel()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.settle()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.giveBack()) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.arriveLate()) },
  { weight: 3, arbitrary: fc.nat({ max: 20 }).map((which): Step => (world) => world.callBack(which)) },
);

/** The faults end: whatever is under way comes to its end, and the bank reports everything again, the latest first. */
function calmDown(world: BankWorld): void {
  for (let round = 0; round < 30 && !world.over; round += 1) {
    world.fire('answered');
    world.settle();
  }
  for (let call = 0; call < 60; call += 1) world.arriveLate();
  world.giveBack();
  world.callEverythingBack();
}

const anyStory = fc.array(anyStep, { maxLength: 60 });
const anyOrder = fc.constantFrom(order(leg('a')), order(leg('a'), leg('b')));

function afterStory(story: Step[], ordered: DeliveryOrder): BankWorld {
  const world = new BankWorld(ordered);
  for (const step of story) step(world);
  world.deliver();
  calmDown(world);
  return world;
}

describe('a delivery through any order of answers, losses, crashes, callbacks and commands', () => {
  it('gives the bank at most one instruction for each leg and attempt', () => {
    fc.assert(fc.property(anyStory, anyOrder, (story, ordered) => {
      const { accepted } = afterStory(story, ordered);
      expect(new Set(accepted).size).toBe(accepted.length);
    }), { numRuns: 2_000 });
  });

  it('never sends again before the bank has said that it does not know the key', () => {
    fc.assert(fc.property(anyStory, anyOrder, (story, ordered) => expect(afterStory(story, ordered).blind).toEqual([])), { numRuns: 2_000 });
  });

  it('ends as the bank reports, also when a late request reaches the bank afterwards', () => {
    fc.assert(fc.property(anyStory, anyOrder, (story, ordered) => {
      const world = afterStory(story, ordered);
      expect(world.over).toBe(true);
      for (const { key, status } of currentLegs(world.delivery!)) {
        const report = world.bank.get(key);
        if (status === 'delivered') expect(report).toMatchObject(report?.status === 'returned' ? { settledTrace: `trace-${key}` } : { status: 'settled' });
        if (status === 'failed') expect(report).toMatchObject({ status: 'returned', settledTrace: undefined });
        if (status === 'cancelled') expect(report?.status ?? 'recalled').toBe('recalled');
      }
    }), { numRuns: 2_000 });
  });

  it('is answered with one outcome, and has one event for each return of a delivered leg', () => {
    fc.assert(fc.property(anyStory, anyOrder, (story, ordered) => {
      const world = afterStory(story, ordered);
      const outcomes = world.sent.filter(({ type }) => type !== 'payout.returned').map((message) => JSON.stringify(message));
      const returns = world.sent.filter(({ type }) => type === 'payout.returned').map(({ body }) => (body as { legId: string }).legId);
      const delivered = currentLegs(world.delivery!).filter(({ status }) => status === 'delivered').map(({ legId }) => legId);
      expect({ outcomes: new Set(outcomes).size, returns: new Set(returns).size, undelivered: returns.filter((legId) => !delivered.includes(legId)) })
        .toEqual({ outcomes: 1, returns: returns.length, undelivered: [] });
    }), { numRuns: 2_000 });
  });
});

describe('a delivery that is ordered', () => {
  it('is answered again with the same once it has ended', () => {
    const world = afterStory([(w) => w.deliver(), (w) => w.fire('answered'), (w) => w.settle(), (w) => w.callBack(1)], order());
    const before = [...world.sent];
    world.deliver();
    world.cancel();
    expect(world.sent.slice(before.length)).toEqual([before[0], before[0]]);
  });

  it('fails at once, unsent, when nothing can be paid', () => {
    const change = orderDelivery(null, order(), { reason: 'counterparty_not_found' }, now);
    expect(change?.dueAt).toBeNull();
    expect(change?.send).toMatchObject([{ body: { legs: [{ status: 'failed', reason: 'counterparty_not_found' }] } }]);
  });

  it('is tried again under a new key at its failed legs only', () => {
    const failed = orderDelivery(null, order(leg('a'), leg('b')), { reason: 'gone' }, now)!.state!;
    const kept = { ...failed, legs: failed.legs.map((one) => (one.legId === 'b' ? { ...one, status: 'delivered' as const } : one)) };
    const retried = orderDelivery(kept, order(leg('a', 2), leg('b', 2)), payment, now)!.state!;
    expect(currentLegs(retried).map(({ legId, attempt, status }) => [legId, attempt, status])).toEqual([['a', 2, 'planned'], ['b', 1, 'delivered']]);
    expect(keyOf('w1', leg('a', 2))).not.toBe(keyOf('w1', leg('a')));
    expect(keyOf('w1', leg('a', 2))).toBe(keyOf('w1', leg('a', 2)));
  });

  it('is not disturbed by a late copy of an earlier round', () => {
    const first = orderDelivery(null, order(), { reason: 'gone' }, now)!.state!;
    const second = orderDelivery(first, order(leg('a', 2)), payment, now)!.state!;
    expect(orderDelivery(second, order(), payment, now)).toBeNull();
  });
});

describe('a delivery stopped', () => {
  it('before it was ordered is closed for good', () => {
    const closed = orderCancellation(null, order(), now)!;
    expect(closed.send).toMatchObject([{ contract: { type: 'payout.delivery-cancelled' } }]);
    const late = orderDelivery(closed.state!, order(), payment, now)!;
    expect(late.state).toBeUndefined();
    expect(late.send).toEqual(closed.send);
    expect(currentLegs(orderDelivery(closed.state!, order(leg('a', 2)), payment, now)!.state!)[0]?.status).toBe('cancelled');
  });

  it('before it was sent is cancelled at once', () => {
    expect(stop(plannedLeg('w1', leg('a'), now), now)).toMatchObject({ status: 'cancelled' });
  });

  it('after it was sent runs on', () => {
    const sent = applyObservation(plannedLeg('w1', leg('a'), now), { kind: 'accepted' }, now)!;
    expect(stop(sent, now)).toBe(sent);
  });

  it('while its outcome is unknown is recalled, and not sent again', () => {
    const world = new BankWorld(order());
    world.deliver();
    world.fire('request-late');
    world.cancel();
    world.fire('answered');
    world.arriveLate();
    expect(world.delivery?.legs[0]?.status).toBe('cancelled');
    expect(world.accepted).toEqual([]);
  });
});

describe('a leg', () => {
  const sent = applyObservation(plannedLeg('w1', leg('a'), now), { kind: 'accepted' }, now)!;

  it('is inquired about with a growing backoff, an hour at most', () => {
    const inquired = Array.from({ length: 16 }).reduce<(typeof sent)[]>((legs) => [...legs, applyObservation(legs.at(-1)!, { kind: 'lost' }, now)!], [sent]);
    const waitsMs = inquired.map(({ nextAt }) => new Date(nextAt!).getTime() - now.getTime());
    expect(waitsMs.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(waitsMs.at(-1)).toBe(3_600_000);
  });

  it('that the bank accepted is never sent again, even when the bank forgets it', () => {
    expect(applyObservation(sent, { kind: 'not-known' }, now)?.status).toBe('sent');
  });

  it('that failed stays failed when a settlement is reported', () => {
    const failed = applyObservation(sent, { kind: 'rejected', reason: 'R03' }, now)!;
    expect(applyObservation(failed, { kind: 'settled', trace: 't' }, now)).toBeNull();
  });
});

describe('a delivered leg', () => {
  const day = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
  const arrived = applyObservation({ ...plannedLeg('w1', leg('a'), now), status: 'sent' }, { kind: 'settled', trace: 't' }, now)!;

  it('is inquired about ever more rarely for sixty days, and then no more', () => {
    const inquiredOn: number[] = [];
    let watched = arrived;
    while (watched.nextAt !== undefined) {
      const dueAt = new Date(watched.nextAt);
      inquiredOn.push((dueAt.getTime() - now.getTime()) / 86_400_000);
      watched = applyObservation(watched, { kind: inquiredOn.length % 2 === 0 ? 'accepted' : 'lost' }, dueAt)!;
    }
    expect(inquiredOn).toEqual([1, 3, 7, 14, 21, 28, 35, 42, 49, 56]);
    expect(watched.status).toBe('delivered');
  });

  it('is not changed by what is reported again before it is due', () => {
    expect(applyObservation(arrived, { kind: 'settled', trace: 't' }, day(0.5))).toBeNull();
    expect(applyObservation(arrived, { kind: 'accepted' }, day(0.5))).toBeNull();
  });

  it('that came back is inquired about no more', () => {
    expect(applyObservation(arrived, { kind: 'returned', code: 'R03', at: now.toISOString() }, now)).not.toHaveProperty('nextAt');
  });
});

describe('a leg that the bank accepted', () => {
  const sent = { ...plannedLeg('w1', leg('a'), now), status: 'sent' as const, valueDate: now.toISOString() };
  const minutesLater = (count: number): Date => new Date(now.getTime() + count * 60_000);

  it('is overdue without a settlement some time after its value date', () => {
    expect(isOverdue(sent, minutesLater(16))).toBe(true);
  });

  it.each([['before its value date', sent, -1], ['right after it', sent, 1], ['when it has arrived', { ...sent, status: 'delivered' as const }, 60], ['when it was not taken', { ...sent, status: 'unknown' as const }, 60]])(
    'is not overdue %s', (_, taken, minutes) => expect(isOverdue(taken, minutesLater(minutes))).toBe(false),
  );
});
