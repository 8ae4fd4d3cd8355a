import { LAST_YEAR, type BankCalendar } from './bank-calendar.js';
import { dayFrom, isOn, lastOfMonth, nthOfMonth, type Day } from './day.js';

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
