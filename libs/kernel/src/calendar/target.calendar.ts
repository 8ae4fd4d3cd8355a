import { LAST_YEAR, type BankCalendar } from './bank-calendar.js';
import { dayFrom } from './day.js';
import { easterMonday, goodFriday } from './easter.js';

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
