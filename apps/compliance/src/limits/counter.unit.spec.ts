import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { counterSchema, emptyCounter, givenBack, taken, type Counter, type Part } from './counter.js';
import { type Limit, dayOf } from './limit.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const limitOf = (about: Partial<Limit> = {}): Limit => ({
  scope: 'account', currency: 'USD', perWithdrawal: null, perDay: null, per30Days: null, countPerDay: null, ...about,
});
const part = (withdrawalId: string, units: bigint, about: Partial<Part> = {}): Part => ({ withdrawalId, units, day: '2026-01-15', at, ...about });
const take = (counter: Counter, one: Part, limit: Limit) => taken(counter, one, limit, 'USD');
const counterAfter = (limit: Limit, ...parts: Part[]): Counter =>
  parts.reduce((counter, one) => {
    const next = take(counter, one, limit);
    return typeof next === 'string' ? counter : next;
  }, emptyCounter);

describe('a part that there is room for', () => {
  it('is taken from its day, to the last cent', () => {
    const counter = counterAfter(limitOf({ perDay: '30.00', perWithdrawal: '20.00', countPerDay: 2 }), part('a', 1_000n), part('b', 2_000n));
    expect(counter.days).toEqual([{ day: '2026-01-15', units: 3_000n, count: 2 }]);
  });

  it('is taken once, however often', () => {
    const once = counterAfter(limitOf(), part('a', 1_000n));
    expect(take(once, part('a', 1_000n), limitOf())).toBe(once);
  });

  it('finds all of the next day free', () => {
    const limit = limitOf({ perDay: '10.00', countPerDay: 1 });
    expect(counterAfter(limit, part('a', 1_000n), part('b', 1_000n, { day: '2026-01-16' })).days).toHaveLength(2);
  });

  it('finds what is 30 days old free again', () => {
    const limit = limitOf({ per30Days: '10.00' });
    const counter = counterAfter(limit, part('a', 1_000n));
    expect(take(counter, part('b', 1n, { day: '2026-02-13' }), limit)).toBe('limit_exceeded');
    expect(take(counter, part('b', 1_000n, { day: '2026-02-14' }), limit)).toMatchObject({ days: [{ day: '2026-02-14' }] });
  });

  it('survives the database', () => {
    const counter = counterAfter(limitOf(), part('a', 123_456_789_012_345_678_901n));
    expect(counterSchema.decode(JSON.parse(JSON.stringify(counterSchema.encode(counter)), (key, value: unknown) => (key === 'at' ? at : value)) as never)).toEqual(counter);
  });
});

describe('a part that there is no room for', () => {
  it.each([
    ['is more than one may be', limitOf({ perWithdrawal: '9.99' }), 'limit_exceeded'],
    ['is more than is left of the day', limitOf({ perDay: '19.99' }), 'limit_exceeded'],
    ['is more than is left of 30 days', limitOf({ per30Days: '19.99' }), 'limit_exceeded'],
    ['is one more than the day has', limitOf({ countPerDay: 1 }), 'velocity_exceeded'],
    ['meets a limit of nothing', limitOf({ perDay: '0' }), 'limit_exceeded'],
    ['meets a limit of none', limitOf({ countPerDay: 0 }), 'velocity_exceeded'],
    ['is too much and too often', limitOf({ perDay: '10', countPerDay: 1 }), 'limit_exceeded'],
  ])('is refused when it %s, and nothing is taken', (_, limit, refusal) => {
    const counter = counterAfter(limitOf(), part('a', 1_000n));
    expect(take(counter, part('b', 1_000n), limit)).toBe(refusal);
    expect(counter.days).toEqual([{ day: '2026-01-15', units: 1_000n, count: 1 }]);
  });
});

describe('a part given back', () => {
  const limit = limitOf({ perDay: '10.00' });
  const held = counterAfter(limit, part('a', 1_000n));

  it('makes room, once', () => {
    const free = givenBack(held, part('a', 1_000n), false);
    expect(free.days).toEqual([]);
    expect(givenBack(free, part('a', 1_000n), true)).toBe(free);
    expect(take(free, part('b', 1_000n), limit)).toMatchObject({ days: [{ units: 1_000n, count: 1 }] });
  });

  it('that was never taken changes no sum, and cannot be taken any more by who comes late', () => {
    const marked = givenBack(held, part('b', 500n), false);
    expect(marked.days).toEqual(held.days);
    expect(take(marked, part('b', 500n), limitOf())).toBe(marked);
  });

  it('is known to have been taken by its case when the counter remembers it no longer', () => {
    const later = { at: new Date(at.getTime() + 2 * 3_600_000) };
    const forgotten = counterAfter(limitOf(), part('a', 1_000n), part('b', 5n, later));
    expect(forgotten.moves).toHaveLength(1);
    expect(givenBack(forgotten, part('a', 1_000n, later), true).days).toEqual([{ day: '2026-01-15', units: 5n, count: 1 }]);
    expect(givenBack(forgotten, part('a', 1_000n, later), false).days).toEqual(forgotten.days);
  });

  it('of a day long past leaves nothing behind', () => {
    const later = { at: new Date(at.getTime() + 40 * 86_400_000) };
    const counter = counterAfter(limitOf(), part('a', 1_000n), part('b', 5n, { ...later, day: '2026-02-24' }));
    expect(givenBack(counter, part('a', 1_000n, later), true).days).toEqual([{ day: '2026-02-24', units: 5n, count: 1 }]);
  });
});

describe('any course of takings and givings back', () => {
  const steps = fc.array(fc.record({
    who: fc.nat(7), units: fc.bigInt(1n, 500n), day: fc.integer({ min: 0, max: 40 }), back: fc.boolean(),
  }), { maxLength: 60 });

  it('never exceeds a limit, and holds exactly what was taken and not given back', () => {
    const limit = limitOf({ perWithdrawal: '4.00', perDay: '6.00', per30Days: '9.00', countPerDay: 2 });
    fc.assert(fc.property(steps, (course) => {
      let counter = emptyCounter;
      const held = new Map<string, Part>();
      const gone = new Set<string>();
      for (const { who, units, day, back } of course.toSorted((a, b) => a.day - b.day)) {
        const name = `w${who}`;
        const one = held.get(name) ?? part(name, units, { day: dayOf(new Date(at.getTime() + day * 86_400_000)) });
        const next = back ? givenBack(counter, one, false) : take(counter, one, limit);
        if (back) { held.delete(name); gone.add(name); } else if (typeof next !== 'string' && !gone.has(name)) held.set(name, one);
        counter = typeof next === 'string' ? counter : next;
        expect(counter.days.every((sum) => sum.units <= 600n && sum.count <= 2 && sum.count > 0)).toBe(true);
        for (const { day: last } of counter.days) expect(sumOf(counter, last)).toBeLessThanOrEqual(900n);
      }
      const days = new Set(counter.days.map((sum) => sum.day));
      const kept = [...held.values()].filter((one) => days.has(one.day)).reduce((sum, one) => sum + one.units, 0n);
      expect(counter.days.reduce((sum, one) => sum + one.units, 0n)).toBe(kept);
    }));
  });

  const sumOf = ({ days }: Counter, last: string): bigint => {
    const first = dayOf(new Date(Date.parse(last) - 29 * 86_400_000));
    return days.filter(({ day }) => day >= first && day <= last).reduce((sum, { units }) => sum + units, 0n);
  };
});
