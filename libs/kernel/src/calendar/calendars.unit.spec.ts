import { describe, expect, it } from '@jest/globals';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { type BankCalendar, bankingDaysAfter, CalendarEnds, type Day, dayFrom, dayOf, isBankingDay, isoDate, isOn, isWeekend, yearOf } from './bank-calendar.js';
import { fedCalendar, targetCalendar, ukCalendar } from './calendars.js';

const years = Array.from({ length: 85 }, (_, offset) => 2015 + offset);

const dateOf = (holiday: HolidaysTypes.Holiday): Day => dayOf(new Date(`${holiday.date.slice(0, 10)}T00:00:00Z`));

/** Public holidays, and days when only banks close, as an independent package knows them. */
const known = (place: [string, string?], year: number): HolidaysTypes.Holiday[] =>
  new Holidays(...(place as [string])).getHolidays(year).filter(({ type }) => type === 'public' || type === 'bank');

const weekdays = (days: Day[]): string[] => [...new Set(days.filter((day) => !isWeekend(day)).map(isoDate))].sort();

/** What the calendar closes beside weekends. */
function closed(calendar: BankCalendar, year: number): string[] {
  const days = Array.from({ length: 366 }, (_, offset) => dayFrom(year, 1, 1) + offset).filter((day) => yearOf(day) === year);
  return weekdays(days.filter((day) => !isBankingDay(calendar, day)));
}

/** Federal offices close on the Friday before a Saturday holiday, the Fed does not. */
const isMovedBack = (holiday: HolidaysTypes.Holiday): boolean => holiday.substitute === true && isOn(dateOf(holiday), 'friday');

describe('the Fed calendar', () => {
  it.each(years)('closes on the federal holidays of %i, none of them moved to a Friday', (year) => {
    expect(closed(fedCalendar, year)).toEqual(weekdays(known(['US'], year).filter((holiday) => !isMovedBack(holiday)).map(dateOf)));
  });

  it.each(['2021-06-18', '2021-12-24', '2021-12-31', '2020-07-03', '2023-11-10', '2026-07-03'])('stays open on %s, the Friday before a holiday', (date) => {
    expect(isBankingDay(fedCalendar, dayOf(new Date(date)))).toBe(true);
  });

  it.each(['2021-07-05', '2022-06-20', '2022-12-26', '2023-01-02'])('closes on %s, the Monday after a Sunday holiday', (date) => {
    expect(isBankingDay(fedCalendar, dayOf(new Date(date)))).toBe(false);
  });

  it('knows no Juneteenth before 2021', () => {
    expect(isBankingDay(fedCalendar, dayFrom(2020, 6, 19))).toBe(true);
  });
});

describe('the calendar of England and Wales', () => {
  it.each(years)('closes on the bank holidays of %i and their substitutes', (year) => {
    expect(closed(ukCalendar, year)).toEqual(weekdays(known(['GB', 'ENG'], year).map(dateOf)));
  });

  it.each(['2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08', '2020-05-08'])('closes on %s, proclaimed for that year alone', (date) => {
    expect(isBankingDay(ukCalendar, dayOf(new Date(date)))).toBe(false);
  });

  it.each(['2022-05-30', '2020-05-04', '2024-06-03'])('stays open on %s, from which a holiday was moved', (date) => {
    expect(isBankingDay(ukCalendar, dayOf(new Date(date)))).toBe(true);
  });
});

describe('the TARGET calendar', () => {
  const fixed = ['01-01', '05-01', '12-25', '12-26'];
  const easter = (year: number): Day[] => known(['DE'], year).filter(({ rule }) => rule === 'easter -2' || rule === 'easter 1').map(dateOf);

  it.each(years)('closes on its six days of %i', (year) => {
    const expected = [...easter(year), ...fixed.map((date) => dayOf(new Date(`${year}-${date}`)))];
    expect(expected).toHaveLength(6);
    expect(closed(targetCalendar, year)).toEqual(weekdays(expected));
  });

  it.each(['2021-12-27', '2022-05-02', '2023-01-02'])('stays open on %s: closing days on a weekend are lost', (date) => {
    expect(isBankingDay(targetCalendar, dayOf(new Date(date)))).toBe(true);
  });
});

describe('a date outside the known years', () => {
  it.each([dayFrom(2014, 12, 31), dayFrom(2100, 1, 1)])('is refused rather than guessed', (day) => {
    expect(() => isBankingDay(fedCalendar, day)).toThrow(CalendarEnds);
  });

  it('is refused when counting runs into it', () => {
    expect(() => bankingDaysAfter(fedCalendar, dayFrom(2099, 12, 31), 1)).toThrow(CalendarEnds);
  });
});
