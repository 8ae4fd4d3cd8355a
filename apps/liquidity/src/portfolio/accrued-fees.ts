import { Money, type Currency, type MoneyJson } from '@sluice/kernel';

/** Fees by currency, one amount for each, none of them zero. */
export type Fees = readonly MoneyJson[];

export const accruedIn = (fees: Fees, currency: Currency): Money =>
  fees.filter((fee) => fee.currency === currency).reduce((sum, fee) => sum.plus(Money.fromJson(fee)), Money.zero(currency));

const withAmount = (fees: Fees, amount: Money): MoneyJson[] => [
  ...fees.filter(({ currency }) => currency !== amount.currency), ...(amount.isPositive ? [amount.toJson()] : []),
];

export const accrued = (fees: Fees, more: Money): MoneyJson[] => withAmount(fees, accruedIn(fees, more.currency).plus(more));

/** What was charged is owed no more; what has accrued since then stays. */
export const charged = (fees: Fees, fee: Money): MoneyJson[] => withAmount(fees, accruedIn(fees, fee.currency).minus(fee));
