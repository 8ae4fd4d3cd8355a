import { LAST_YEAR, type BankCalendar } from './bank-calendar.js';
import { dayFrom, isWeekend, lastOfMonth, nthOfMonth, type Day } from './day.js';
import { easterMonday, goodFriday } from './easter.js';

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
