import { feeScheduleSchema } from '@sluice/contract-liquidity';
import { DomainError, Money, type Currency, type MoneyJson } from '@sluice/kernel';
import { z } from 'zod';

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

/** A tenant's schedule as it stands in the database (docs/decisions/0115). */
export const storedFeeScheduleSchema = feeScheduleSchema.extend({ revision: z.int().min(0) });
export type FeeSchedule = z.output<typeof storedFeeScheduleSchema>;

export const firstSchedule: FeeSchedule = { charge: 'accrued', flat: [], revision: 0 };

/** The schedule after an update: an older revision, or the same one again, changes nothing. @throws DomainError `invalid_request` */
export function scheduleAfter(current: FeeSchedule, next: FeeSchedule): FeeSchedule {
  if (next.revision <= current.revision) return current;
  const double = next.flat.findIndex(({ currency }, index) => next.flat.findIndex((one) => one.currency === currency) < index);
  if (double >= 0) throw new DomainError('invalid_request', 'This schedule cannot be set.', [{ field: `flat.${double}`, message: 'is a second amount in its currency' }]);
  return next;
}

/** What a withdrawal is charged where this much has accrued. */
export const chargedBy = ({ charge, flat }: Pick<FeeSchedule, 'charge' | 'flat'>, accrued: Money, currency: Currency): { readonly accrued: Money; readonly flat: Money } => ({
  accrued: charge === 'accrued' ? accrued : Money.zero(currency), flat: accruedIn(flat, currency),
});
