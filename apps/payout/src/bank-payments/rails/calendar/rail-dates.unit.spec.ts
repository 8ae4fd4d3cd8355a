import { afterEach, describe, expect, it } from '@jest/globals';
import { after, dayOf, fedCalendar, isBankingDay, targetCalendar, type Rail } from '@sluice/kernel';
import fc from 'fast-check';
import { estimatedCompletion, sendAt, valueDate } from './rail-dates.js';

const iso = (date: Date): string => date.toISOString().replace('.000Z', 'Z');
const anyInstant = fc.date({ min: new Date('2016-01-01'), max: new Date('2039-12-01'), noInvalidDate: true });
const promise = (rail: Rail, acceptedAt: string): string => iso(estimatedCompletion(rail, new Date(acceptedAt)));
const sent = (rail: Rail, acceptedAt: string): string => iso(sendAt(rail, new Date(acceptedAt), 'clock'));

describe('the promised completion', () => {
  it.each<[Rail, string, string, string]>([
    ['ACH', '2026-01-15T10:35:00Z', '2026-01-20T17:00:00Z', 'two banking days later, over a weekend and a holiday'],
    ['ACH', '2026-01-13T23:59:59Z', '2026-01-15T17:00:00Z', 'whatever the time of day'],
    ['ACH', '2026-01-17T09:00:00Z', '2026-01-22T17:00:00Z', 'counted from the first banking day on or after'],
    ['ACH', '2026-07-03T09:00:00Z', '2026-07-07T17:00:00Z', 'counted from the open Friday before a Saturday holiday'],
    ['WIRE', '2026-01-15T19:59:59Z', '2026-01-15T22:00:00Z', 'the same day before the cut-off'],
    ['WIRE', '2026-01-15T20:00:00Z', '2026-01-16T22:00:00Z', 'the next banking day at the cut-off'],
    ['WIRE', '2026-01-16T20:00:00Z', '2026-01-20T22:00:00Z', 'the next banking day, over a weekend and a holiday'],
    ['WIRE', '2026-01-19T10:00:00Z', '2026-01-20T22:00:00Z', 'the next banking day from a holiday'],
    ['FPS', '2026-12-25T23:30:00Z', '2026-12-26T01:30:00Z', 'two hours, any day'],
    ['SEPA', '2026-04-02T23:59:59Z', '2026-04-07T16:00:00Z', 'the first TARGET day after, over Easter'],
    ['SEPA', '2026-04-03T00:00:00Z', '2026-04-07T16:00:00Z', 'the first TARGET day after a closing day'],
    ['SEPA', '2026-05-04T01:00:00Z', '2026-05-05T16:00:00Z', 'the next day even when accepted at night'],
  ])('%s accepted %s is %s: %s', (rail, acceptedAt, completion) => {
    expect(promise(rail, acceptedAt)).toBe(completion);
  });

  it('is in the future and on an open day of the rail', () => {
    fc.assert(fc.property(anyInstant, fc.constantFrom<Rail>('ACH', 'WIRE', 'SEPA'), (acceptedAt, rail) => {
      const completion = estimatedCompletion(rail, acceptedAt);
      expect(completion.getTime()).toBeGreaterThan(acceptedAt.getTime());
      expect(isBankingDay(rail === 'SEPA' ? targetCalendar : fedCalendar, dayOf(completion))).toBe(true);
    }));
  });

  it('never moves back when accepted later', () => {
    fc.assert(fc.property(anyInstant, fc.nat({ max: 5 * 86_400_000 }), fc.constantFrom<Rail>('ACH', 'WIRE', 'FPS', 'SEPA'), (acceptedAt, laterMs, rail) => {
      const later = new Date(acceptedAt.getTime() + laterMs);
      expect(estimatedCompletion(rail, later).getTime()).toBeGreaterThanOrEqual(estimatedCompletion(rail, acceptedAt).getTime());
    }));
  });
});

describe('the time of sending', () => {
  it('is that of acceptance at pace instant', () => {
    const acceptedAt = new Date('2026-01-17T09:00:00Z');
    expect(sendAt('ACH', acceptedAt, 'instant')).toEqual(acceptedAt);
  });

  it.each<[Rail, string, string, string]>([
    ['WIRE', '2026-01-17T09:00:00Z', '2026-01-17T09:01:00Z', 'after the grace'],
    ['ACH', '2026-01-15T10:35:00Z', '2026-01-15T14:00:00Z', 'at the morning window'],
    ['ACH', '2026-01-15T13:59:00Z', '2026-01-15T14:00:00Z', 'at a window that the grace just reaches'],
    ['ACH', '2026-01-15T13:59:01Z', '2026-01-15T20:00:00Z', 'at the next window when the grace runs past one'],
    ['ACH', '2026-01-16T20:00:00Z', '2026-01-20T14:00:00Z', 'on the next banking day after the last window'],
    ['ACH', '2026-01-19T10:00:00Z', '2026-01-20T14:00:00Z', 'not on a holiday'],
  ])('%s accepted %s is %s: %s', (rail, acceptedAt, expected) => {
    expect(sent(rail, acceptedAt)).toBe(expected);
  });
});

describe('the value date requested of the bank', () => {
  it('keeps the promise for every payment sent on time', () => {
    fc.assert(fc.property(anyInstant, fc.constantFrom<Rail>('ACH', 'WIRE', 'FPS', 'SEPA'), fc.nat({ max: 5_000 }), (acceptedAt, rail, delayMs) => {
      const sentAt = after(sendAt(rail, acceptedAt, 'clock'), `${delayMs}ms`);
      const value = valueDate(rail, sentAt);
      expect(value.getTime()).toBeGreaterThan(sentAt.getTime());
      expect(value.getTime()).toBeLessThanOrEqual(estimatedCompletion(rail, acceptedAt).getTime());
    }), { numRuns: 2_000 });
  });
});

describe('where clocks go forward and back, days are left out, and years end', () => {
  const usual = process.env['TZ'];
  afterEach(() => {
    if (usual === undefined) delete process.env['TZ'];
    else process.env['TZ'] = usual;
  });
  /** Daylight saving in New York and London both ways, a leap day, the ends of a leap year and of a usual one. */
  const moments = ['2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z', '2028-02-29T12:00Z', '2028-12-31T24:00Z', '2026-12-31T24:00Z'];
  const nearOne = fc.tuple(fc.constantFrom(...moments), fc.integer({ min: -36 * 3_600_000, max: 36 * 3_600_000 })).map(([moment, byMs]) => new Date(Date.parse(moment) + byMs));
  const rail = fc.constantFrom<Rail>('ACH', 'WIRE', 'FPS', 'SEPA');
  const datesOf = (by: Rail, at: Date): number[] => [sendAt(by, at, 'clock'), valueDate(by, sendAt(by, at, 'clock')), estimatedCompletion(by, at)].map((date) => date.getTime());

  it.each(['America/New_York', 'Europe/London', 'Pacific/Apia', 'Australia/Lord_Howe'])('dates are the same for a process in %s as for any other', (zone) => {
    fc.assert(fc.property(rail, nearOne, (by, at) => {
      process.env['TZ'] = 'UTC';
      const inUtc = datesOf(by, at);
      process.env['TZ'] = zone;
      expect(datesOf(by, at)).toEqual(inUtc);
    }));
    expect(new Date('2026-07-01T12:00Z').getHours()).not.toBe(12);
  });

  it('nothing is sent before its acceptance, valued before it is sent, or promised before it is valued', () => {
    fc.assert(fc.property(rail, nearOne, (by, at) => {
      const dates = [at.getTime(), ...datesOf(by, at)];
      expect(dates).toEqual(dates.toSorted((one, other) => one - other));
    }));
  });
});
