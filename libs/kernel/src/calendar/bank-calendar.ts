import { dayFrom, isoDate, isWeekend, yearOf, type Day } from './day.js';

/** All of them follow from standing rules, which are computed; what is proclaimed later is a new version (docs/decisions/0190). */
export const LAST_YEAR = 2099;

/** Which days a payment system is closed, beside weekends. */
export interface BankCalendar {
  readonly name: string;
  /** Changes with every change of a date, so that a promise can be traced to the calendar it was made by. */
  readonly version: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly holidays: (year: number) => readonly Day[];
}

/** A date beyond the years that a calendar is known for. */
export class CalendarEnds extends Error {
  override readonly name = 'CalendarEnds';
}

/** Days until the calendar ends. */
export const daysLeft = ({ lastYear }: BankCalendar, today: Day): number => dayFrom(lastYear + 1, 1, 1) - today;

/**
 * Weekdays that are not holidays.
 * @throws CalendarEnds outside the years the calendar is known for: a date is refused rather than guessed.
 */
export function isBankingDay(calendar: BankCalendar, day: Day): boolean {
  const year = yearOf(day);
  if (year < calendar.firstYear || year > calendar.lastYear) {
    throw new CalendarEnds(`The calendar ${calendar.name} ${calendar.version} does not know ${isoDate(day)}.`);
  }
  return !isWeekend(day) && !calendar.holidays(year).includes(day);
}

export function firstBankingDayFrom(calendar: BankCalendar, day: Day): Day {
  return isBankingDay(calendar, day) ? day : firstBankingDayFrom(calendar, day + 1);
}

/** The nth banking day after a day, which itself does not count. */
export function bankingDaysAfter(calendar: BankCalendar, day: Day, count: number): Day {
  return count === 0 ? day : bankingDaysAfter(calendar, firstBankingDayFrom(calendar, day + 1), count - 1);
}
