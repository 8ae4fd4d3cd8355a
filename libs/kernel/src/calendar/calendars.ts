import { type BankCalendar, type Day, dayFrom, isOn, isWeekend, LAST_YEAR, lastOfMonth, nthOfMonth } from './bank-calendar.js';

/**
 * Easter Sunday of the Gregorian calendar, by the century, leap-year and lunar corrections of the computus.
 * Source: the anonymous algorithm printed in Nature, 20 April 1876.
 */
export function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const lunarCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarCorrection + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const lateMoon = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const daysAfter = epact + toSunday - 7 * lateMoon + 114;
  return dayFrom(year, Math.floor(daysAfter / 31), (daysAfter % 31) + 1);
}

export const goodFriday = (year: number): Day => easterSunday(year) - 2;

export const easterMonday = (year: number): Day => easterSunday(year) + 1;

const JUNETEENTH_SINCE = 2021;

/** A holiday on a Sunday is kept on the Monday; one on a Saturday is not moved, and the Friday before stays open. */
const observed = (holiday: Day): Day => (isOn(holiday, 'sunday') ? holiday + 1 : holiday);

/** Source: Federal Reserve Banks' holiday schedules, and 5 U.S.C. 6103(a) for the rules behind them. */
export const fedCalendar: BankCalendar = {
  name: 'Fed',
  version: '2026.2',
  firstYear: 2015,
  lastYear: LAST_YEAR,
  holidays: (year) => [
    observed(dayFrom(year, 1, 1)),
    nthOfMonth(3, 'monday', year, 1),
    nthOfMonth(3, 'monday', year, 2),
    lastOfMonth('monday', year, 5),
    ...(year >= JUNETEENTH_SINCE ? [observed(dayFrom(year, 6, 19))] : []),
    observed(dayFrom(year, 7, 4)),
    nthOfMonth(1, 'monday', year, 9),
    nthOfMonth(2, 'monday', year, 10),
    observed(dayFrom(year, 11, 11)),
    nthOfMonth(4, 'thursday', year, 11),
    observed(dayFrom(year, 12, 25)),
  ],
};

/** The euro's settlement system. Its closing days are never moved. Source: ECB, long-term calendar for T2 closing days. */
export const targetCalendar: BankCalendar = {
  name: 'TARGET',
  version: '2026.2',
  firstYear: 2015,
  lastYear: LAST_YEAR,
  holidays: (year) => [
    dayFrom(year, 1, 1), goodFriday(year), easterMonday(year), dayFrom(year, 5, 1), dayFrom(year, 12, 25), dayFrom(year, 12, 26),
  ],
};

/** Days proclaimed once: the Platinum Jubilee, the State Funeral of Queen Elizabeth II, the Coronation. */
const proclaimed: Readonly<Record<number, readonly Day[]>> = {
  2022: [dayFrom(2022, 6, 3), dayFrom(2022, 9, 19)],
  2023: [dayFrom(2023, 5, 8)],
};

/** Moved from its usual Monday for the 75th anniversary of VE Day. */
const earlyMay = (year: number): Day => (year === 2020 ? dayFrom(2020, 5, 8) : nthOfMonth(1, 'monday', year, 5));

/** Moved from the last Monday of May to join the Platinum Jubilee. */
const spring = (year: number): Day => (year === 2022 ? dayFrom(2022, 6, 2) : lastOfMonth('monday', year, 5));

/** A holiday on a weekend is kept on the next weekday that is not a holiday itself. */
const substituted = (holiday: Day, taken: readonly Day[]): Day =>
  isWeekend(holiday) || taken.includes(holiday) ? substituted(holiday + 1, taken) : holiday;

/** Boxing Day keeps its own date when it can; a displaced Christmas Day then goes behind it. */
function christmas(year: number): readonly Day[] {
  const [christmasDay, boxingDay] = [dayFrom(year, 12, 25), dayFrom(year, 12, 26)];
  const first = substituted(christmasDay, [boxingDay]);
  return [first, substituted(boxingDay, [first])];
}

/** Bank holidays of England and Wales. Source: Banking and Financial Dealings Act 1971 and the proclamations under it. */
export const ukCalendar: BankCalendar = {
  name: 'England and Wales',
  version: '2026.2',
  firstYear: 2015,
  lastYear: LAST_YEAR,
  holidays: (year) => [
    substituted(dayFrom(year, 1, 1), []),
    goodFriday(year),
    easterMonday(year),
    earlyMay(year),
    spring(year),
    lastOfMonth('monday', year, 8),
    ...christmas(year),
    ...(proclaimed[year] ?? []),
  ],
};
