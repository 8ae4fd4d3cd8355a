export { currencies, currencyDecimals, isCurrency, type Currency } from './currency.js';
export { Money, type MoneyJson } from './money.js';
export { DomainError, type FieldProblem } from './domain-error.js';
export { refusalCodes, type RefusalCode } from './refusal-codes.js';
export { type TenantClock } from './clock.js';
export { after, durationMs, type Duration } from './duration.js';
export { idFrom, newId, numericId } from './ids.js';
export * from './calendar/index.js';
