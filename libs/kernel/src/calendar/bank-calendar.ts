import { isoDate, isWeekend, yearOf, type Day } from './day.js';

/** Which days a payment system is closed, beside weekends. */
export interface BankCalendar {
  readonly name: string;
  /** Changes with every change of a date, so that a promise can be traced to the calendar it was made by. */
  readonly version: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly holidays: (year: number) => readonly Day[];
}

/**
 * Weekdays that are not holidays.
 * @throws RangeError outside the years the calendar is known for: a date is refused rather than guessed.
 */
export function isBankingDay(calendar: BankCalendar, day: Day): boolean {
  const year = yearOf(day);
  if (year < calendar.firstYear || year > calendar.lastYear) {
    throw new RangeError(`The calendar ${calendar.name} ${calendar.version} does not know ${isoDate(day)}.`);
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
