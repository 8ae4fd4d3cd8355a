export { currencies, type Currency, currencyDecimals, isCurrency, Money, type MoneyJson } from './money.js';
export { DomainError, type FieldProblem, type RefusalCode, refusalCodes } from './refusals.js';
export { after, type Duration, durationMs, type TenantClock } from './time.js';
export { forEveryHold, type Hold, holds, type Phase, phases } from './phases.js';
export { type Key, KeyRing, type Sealed } from './key-ring.js';
export { idFrom, newId, numericId } from './ids.js';
export { type BankCalendar, bankingDaysAfter, CalendarEnds, type Day, dayOf, daysLeft, firstBankingDayFrom, instantAt, isBankingDay } from './calendar/bank-calendar.js';
export { fedCalendar, targetCalendar, ukCalendar } from './calendar/calendars.js';
export {
  type Alphabet, defaultRail, latinAlphabet, mostBy, nachaAlphabet, nameBy, type Rail, railRules, rails, railText, shortRailText,
} from './rails/rails.js';
export { bankNumberRules, compactIban, isRoutingNumber, type NumberRule, plainSortCode } from './rails/bank-numbers.js';
