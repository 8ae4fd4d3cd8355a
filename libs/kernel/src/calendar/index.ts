export { bankingDaysAfter, CalendarEnds, daysLeft, firstBankingDayFrom, isBankingDay, type BankCalendar } from './bank-calendar.js';
export { dayOf, instantAt, type Day } from './day.js';
export { fedCalendar } from './fed.calendar.js';
export { targetCalendar } from './target.calendar.js';
export { ukCalendar } from './uk.calendar.js';
