import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CustodianWorld, type Fate } from '../../test/custodian-world.js';
import type { Fill, OrderReport } from '../providers/custodian.js';
import { allObserved, averagePriceOf, begin, contradicts, dueAtOf, hasEnded, intendedOrder, isOpen, observed, proceedsOf, saleOrderSchema, settlementOf, stoppedOrder, type SaleOrder } from './sale-order.js';

type Step = (world: CustodianWorld) => void;
const fates: Fate[] = ['answered', 'answer-lost', 'request-lost', 'request-late', 'crash-before', 'crash-after'];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...fates).map((fate): Step => (world) => world.fire(fate)) },
  { weight: 2, arbitrary: fc.constantFrom('10', '9.5', '0.01').map((price): Step => (world) => world.trade(price)) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.settle()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.stop()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.drop()) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.arriveLate()) },
  { weight: 3, arbitrary: fc.nat({ max: 20 }).map((which): Step => (world) => world.hearAgain(which)) },
);

/** The faults end: whatever is under way comes to its end, late calls arrive, and everything said is said again. */
function calmDown(world: CustodianWorld): void {
  for (let round = 0; round < 40 && !world.isOver; round += 1) {
    if (round === 20) world.now = new Date(world.now.getTime() + 3 * 86_400_000);
    world.fire('answered');
    world.trade('10');
    world.settle();
  }
  for (let call = 0; call < 60; call += 1) world.arriveLate();
  world.hearEverythingAgain();
}

function worldAfter(story: Step[]): CustodianWorld {
  const world = new CustodianWorld('11', '0.5');
  for (const step of story) step(world);
  calmDown(world);
  return world;
}

const given = (check: (world: CustodianWorld) => void): void =>
  fc.assert(fc.property(fc.array(anyStep, { maxLength: 60 }), (story) => { check(worldAfter(story)); }), { numRuns: 1_000 });

const soldIn = (fills: readonly Fill[]): string[][] => fills.map(({ id, quantity, price }) => [id, quantity, price]);

describe('orders through any order of answers, losses, crashes, fills and stops', () => {
  it('are each taken at most once', () => given(({ accepted }) => expect(new Set(accepted).size).toBe(accepted.length)));

  it('are never sent again before the custodian has said that it does not know them', () => given(({ blind }) => expect(blind).toEqual([])));

  it('end as the custodian says, with every fill that it made, paid for', () => {
    given((world) => {
      expect(world.isOver).toBe(true);
      const orders = world.orders.map(({ status, fills, nextAt }) => ({ status: status === 'settled' ? 'filled' : status, fills: soldIn(fills), unpaid: fills.filter(({ settledAt }) => settledAt === undefined), nextAt }));
      const reports = world.orders.map(({ orderId }): Pick<OrderReport, 'status' | 'fills'> => world.custodian.get(orderId) ?? { status: 'cancelled', fills: [] });
      expect(orders).toEqual(reports.map(({ status, fills }) => ({ status, fills: soldIn(fills), unpaid: [], nextAt: undefined })));
    });
  });

  it('believe everything that a custodian says who contradicts himself nowhere', () => given(({ disbelieved }) => expect(disbelieved).toEqual([])));
});

const now = new Date('2026-11-23T10:00:00.000Z');
const seconds = (count: number): Date => new Date(now.getTime() + count * 1_000);
const intended = intendedOrder('w1', { isin: 'GB00B3X7QG63', quantity: '10', currency: 'GBP', referencePrice: '10' }, [], now);
const fill = (id: string, changed: Partial<Fill> = {}): Fill => ({ id, quantity: '5', price: '10', matchedAt: now.toISOString(), settlesAt: '2026-11-25T17:00:00.000Z', ...changed });
const paid = { settledAt: '2026-11-25T17:00:01.000Z' };
const report = (status: OrderReport['status'], ...fills: Fill[]): OrderReport => ({ status, fills });
const hear = (order: SaleOrder, said: OrderReport, at = now): SaleOrder => observed(order, { kind: 'reported', report: said }, at);
const placed = hear(begin([intended], now, 6_000).orders[0]!, report('accepted'));

describe('an intended order', () => {
  it('is placed, and says so before it is', () => {
    const { orders, tasks } = begin([intended], now, 6_000);
    expect(tasks).toEqual([{ does: 'place', order: intended }]);
    expect(orders).toMatchObject([{ status: 'placing', firstSentAt: now.toISOString(), nextAt: seconds(6).toISOString() }]);
  });

  it('is not placed before it is due', () => {
    expect(begin([{ ...intended, nextAt: seconds(1).toISOString() }], now, 6_000)).toEqual({ tasks: [], orders: [{ ...intended, nextAt: seconds(1).toISOString() }] });
  });

  it('that is stopped was never sent, and never will be', () => {
    const order = stoppedOrder(intended, now);
    expect([order.status, hasEnded(order), begin([order], seconds(9), 6_000).tasks]).toEqual(['cancelled', true, []]);
  });
});

describe('an order whose outcome is unknown', () => {
  const lost = observed(begin([intended], now, 6_000).orders[0]!, { kind: 'lost' }, now);
  const taskAt = (order: SaleOrder, at: Date) => begin([order], at, 6_000).tasks.map(({ does }) => does);

  it('is inquired about', () => {
    expect([lost.status, taskAt(lost, now), taskAt(lost, seconds(1))]).toEqual(['unknown', [], ['inquire']]);
  });

  it('is inquired about when it was left by a process that is gone, and not before', () => {
    const left = begin([intended], now, 6_000).orders[0]!;
    expect([taskAt(left, seconds(5)), taskAt(left, seconds(6))]).toEqual([[], ['inquire']]);
  });

  it('is sent again, as the same, once the custodian does not know it', () => {
    const again = observed(lost, { kind: 'not-known' }, seconds(1));
    expect([again.orderId, again.firstSentAt, taskAt(again, seconds(1))]).toEqual([intended.orderId, now.toISOString(), ['place']]);
  });

  it('is stopped at the custodian, also when nobody knows it there yet', () => {
    const stopping = stoppedOrder(observed(lost, { kind: 'not-known' }, seconds(1)), seconds(1));
    expect(taskAt(stopping, seconds(1))).toEqual(['stop']);
    expect(hear(stopping, report('cancelled'), seconds(2))).toMatchObject({ status: 'cancelled', fills: [] });
  });
});

describe('an order that the custodian took', () => {
  it('is never sent again, even when the custodian forgets it', () => {
    expect(observed(placed, { kind: 'not-known' }, now).status).toBe('placed');
  });

  it('is inquired about with growing waits while nothing is new, and soon again when something is', () => {
    const asked = Array.from({ length: 15 }).reduce<SaleOrder[]>((orders) => [...orders, hear(orders.at(-1)!, report('accepted'))], [placed]);
    const waitsMs = asked.map(({ nextAt }) => new Date(nextAt!).getTime() - now.getTime());
    expect([waitsMs.slice(0, 4), waitsMs.at(-1)]).toEqual([[200, 400, 800, 1_600], 300_000]);
    expect(hear(asked.at(-1)!, report('partly_filled', fill('a')))).toMatchObject({ status: 'partly_filled', nextAt: seconds(0.2).toISOString() });
  });

  it('is inquired about at the very time at which it is promised to settle, and soon again after that', () => {
    let order = hear(placed, report('filled', fill('a'), fill('b')));
    while (order.nextAt !== '2026-11-25T17:00:00.000Z') order = observed(order, { kind: 'lost' }, new Date(order.nextAt!));
    const promised = new Date(order.nextAt);
    expect(observed(order, { kind: 'lost' }, promised).nextAt).toBe('2026-11-25T17:00:00.200Z');
    expect(hear(order, report('filled', fill('a', paid), fill('b', paid)), promised)).toMatchObject({ status: 'settled', fills: [paid, paid] });
  });

  it('takes a fill once that is reported twice', () => {
    expect(hear(placed, report('partly_filled', fill('a'), fill('a'))).fills).toEqual([fill('a')]);
  });

  it('keeps fills and settlements that an older report does not know', () => {
    const sold = hear(placed, report('filled', fill('a', paid), fill('b')));
    expect(hear(sold, report('accepted'))).toMatchObject({ status: 'filled', fills: [paid, { id: 'b' }] });
    expect(hear(sold, report('partly_filled', fill('a')))).toMatchObject({ status: 'filled', fills: [paid, { id: 'b' }] });
  });

  it('keeps what was sold when it is cancelled, and has ended when that is paid for', () => {
    const cut = hear(placed, report('cancelled', fill('a')));
    expect([cut.status, hasEnded(cut)]).toEqual(['cancelled', false]);
    expect(hasEnded(hear(cut, report('cancelled', fill('a', paid))))).toBe(true);
  });

  it('is rejected with its reason, and stays so', () => {
    const rejected = hear(placed, { status: 'rejected', fills: [], reason: 'halted' });
    expect(rejected).toMatchObject({ status: 'rejected', rejectedReason: 'halted' });
    expect(hear(rejected, report('filled', fill('a'), fill('b')))).toBe(rejected);
  });

  it.each(['settled', 'rejected', 'cancelled', 'filled'] as const)('and that is %s is not stopped', (status) => {
    expect(stoppedOrder({ ...placed, status }, now)).toEqual({ ...placed, status });
  });
});

describe('a report', () => {
  it.each<[string, OrderReport]>([
    ['more than was ordered', report('filled', fill('a'), fill('b'), fill('c'))],
    ['less than what is said to be filled', report('filled', fill('a'))],
    ['something, and then a rejection', report('rejected', fill('a'))],
  ])('of %s cannot be', (_, said) => expect(contradicts(placed, said)).toBe(true));

  it('of another fill after a cancellation cannot be', () => {
    const cut = hear(placed, report('cancelled', fill('a')));
    expect([contradicts(cut, report('filled', fill('a'), fill('b'))), contradicts(cut, report('cancelled', fill('a', paid)))]).toEqual([true, false]);
  });

  it.each<[OrderReport]>([[report('accepted')], [report('partly_filled', fill('a'))], [report('filled', fill('a'), fill('b'), fill('b'))], [report('cancelled')], [report('rejected')]])('%j can be', (said) => {
    expect(contradicts(placed, said)).toBe(false);
  });
});

describe('what was observed of some orders', () => {
  it('leaves the others alone', () => {
    const other = { ...intended, orderId: 'other' };
    expect(allObserved([placed, other], new Map([[placed.orderId, { kind: 'reported', report: report('rejected') }]]), now)).toEqual([hear(placed, report('rejected')), other]);
  });
});

const sale = { isin: 'GB00B3X7QG63', quantity: '10', currency: 'GBP', referencePrice: '2.5' } as const;
const order = intendedOrder('w1', sale, [], now);
const fillOf = (id: string, changed: Partial<Fill> = {}): Fill => ({ id, quantity: '5', price: '2.5', matchedAt: '2026-11-23T10:00:01.000Z', settlesAt: '2026-11-25T17:00:00.000Z', ...changed });
const withFills = (status: SaleOrder['status'], ...fills: Fill[]): SaleOrder => ({ ...order, status, fills });

describe('an order for a planned sale', () => {
  it('can be stored as it is', () => {
    expect(saleOrderSchema.parse(order)).toEqual(order);
    expect(dueAtOf([order])).toEqual(now);
  });

  it('has the same id however often it is planned, and another for another try, instrument or withdrawal', () => {
    expect(intendedOrder('w1', { ...sale, quantity: '3' }, [], new Date()).orderId).toBe(order.orderId);
    const others = [intendedOrder('w1', sale, [order], now), intendedOrder('w1', { ...sale, isin: 'US0378331005' }, [order], now), intendedOrder('w2', sale, [], now)];
    expect(new Set([order, ...others].map(({ orderId }) => orderId)).size).toBe(4);
  });
});

describe('an order', () => {
  it.each([
    ['intended', true, false], ['placing', true, false], ['unknown', true, false], ['placed', true, false], ['partly_filled', true, false],
    ['filled', false, true], ['settled', false, true], ['rejected', false, true], ['cancelled', false, true],
  ] as const)('that is %s may sell: %s; with nothing unpaid it has ended: %s', (status, open, ended) => {
    expect([isOpen(withFills(status)), hasEnded(withFills(status))]).toEqual([open, ended]);
  });

  it.each(['filled', 'cancelled'] as const)('that is %s has not ended while a fill is not paid for', (status) => {
    expect(hasEnded(withFills(status, fillOf('a', { settledAt: '2026-11-25T17:00:00.000Z' }), fillOf('b')))).toBe(false);
  });

  it('brings what its fills bring, rounded down once for all of them', () => {
    const thirds = [fillOf('a', { quantity: '1', price: '0.019' }), fillOf('b', { quantity: '1', price: '0.019' })];
    expect(proceedsOf(withFills('filled', ...thirds))).toBe(3n);
    expect(proceedsOf(order)).toBe(0n);
  });

  it('has an average price and a last settlement once something was sold', () => {
    const sold = withFills('filled', fillOf('a', { quantity: '1', price: '1' }), fillOf('b', { quantity: '2', price: '2', settlesAt: '2026-11-26T17:00:00.000Z' }));
    expect([averagePriceOf(sold), settlementOf(sold)]).toEqual(['1.6666666666', '2026-11-26T17:00:00.000Z']);
    expect([averagePriceOf(order), settlementOf(order)]).toEqual([null, null]);
  });

  it('is due when the earliest of all is', () => {
    expect(dueAtOf([{ nextAt: '2026-11-24T00:00:00.000Z' }, {}, { nextAt: '2026-11-23T00:00:00.000Z' }])).toEqual(new Date('2026-11-23T00:00:00.000Z'));
    expect(dueAtOf([{}])).toBeNull();
  });
});
