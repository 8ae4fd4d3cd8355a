const DAY_MS = 86_400_000;

/** A calendar date as read in UTC, counted in days since 1970-01-01, so that date arithmetic is plain addition. */
export type Day = number;

export type Weekday = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday';

const weekdays: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

export const dayOf = (instant: Date): Day => Math.floor(instant.getTime() / DAY_MS);

/** `month` is 1 for January. */
export const dayFrom = (year: number, month: number, date: number): Day => Date.UTC(year, month - 1, date) / DAY_MS;

export const yearOf = (day: Day): number => new Date(day * DAY_MS).getUTCFullYear();

const weekdayNumber = (day: Day): number => (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;

export const isOn = (day: Day, ...names: readonly Weekday[]): boolean => names.some((name) => weekdays[weekdayNumber(day)] === name);

export const isWeekend = (day: Day): boolean => isOn(day, 'saturday', 'sunday');

/** The instant of a UTC time of day, written `HH:MM`. */
export const instantAt = (day: Day, time: `${number}:${number}`): Date => new Date(`${isoDate(day)}T${time}:00.000Z`);

/** `YYYY-MM-DD`. */
export const isoDate = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day itself or the next one with this name. */
export const onOrAfter = (day: Day, name: Weekday): Day => day + ((weekdays.indexOf(name) - weekdayNumber(day) + 7) % 7);

/** The nth such weekday of a month. */
export const nthOfMonth = (nth: number, name: Weekday, year: number, month: number): Day => onOrAfter(dayFrom(year, month, 1), name) + (nth - 1) * 7;

/** The last such weekday of a month: the one in its last seven days. */
export const lastOfMonth = (name: Weekday, year: number, month: number): Day => onOrAfter(dayFrom(year, month + 1, 1) - 7, name);

/** All of them follow from standing rules, which are computed; what is proclaimed later is a new version (docs/decisions/0182). */
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
