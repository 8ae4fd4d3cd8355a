export { currencies, type Currency, currencyDecimals, isCurrency, Money, type MoneyJson } from './money.js';
export { DomainError, type FieldProblem, type RefusalCode, refusalCodes } from './refusals.js';
export { after, type Duration, durationMs, type TenantClock } from './time.js';
export { idFrom, newId, numericId } from './ids.js';
export { type BankCalendar, bankingDaysAfter, CalendarEnds, type Day, dayOf, daysLeft, firstBankingDayFrom, instantAt, isBankingDay } from './calendar/bank-calendar.js';
export { fedCalendar, targetCalendar, ukCalendar } from './calendar/calendars.js';
export { defaultRail, mostBy, nameBy, type Rail, railRules, rails } from './rails/rails.js';
export { type Alphabet, latinAlphabet, nachaAlphabet, railText, shortRailText } from './rails/rail-text.js';
export { bankNumberRules, compactIban, isRoutingNumber, type NumberRule, plainSortCode } from './rails/bank-numbers.js';
