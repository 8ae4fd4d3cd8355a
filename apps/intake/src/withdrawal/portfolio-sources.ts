import type { CanonicalView } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import type { Withdrawal } from './withdrawal.js';

type SourceView = CanonicalView['sourceLegs'][number];

const least = (one: Money, other: Money): Money => (one.compare(other) < 0 ? one : other);

/**
 * What pays for a portfolio's withdrawal once it is held: cash first, then what was sold for it, as far as it is needed. What a sale
 * brought beyond that stays in the portfolio and is no source.
 */
export function portfolioSourcesOf({ details: { withdrawalId, amount, fee, payoutLegs, portfolio } }: Withdrawal): SourceView[] {
  if (portfolio === undefined || payoutLegs.length === 0) return [];
  const needed = Money.fromJson(amount).plus(Money.fromJson(fee));
  const there = portfolio.cash.find(({ currency }) => currency === amount.currency);
  let open = needed.minus(least(there ? Money.fromJson(there) : Money.zero(amount.currency), needed));
  const sales = portfolio.sales.filter(({ proceeds }) => proceeds.currency === amount.currency).flatMap(({ orderId: id, isin: positionKey, proceeds }): SourceView[] => {
    const used = least(Money.fromJson(proceeds), open);
    open = open.minus(used);
    return used.isPositive ? [{ id, positionKey, amount: used.toJson(), status: 'completed' }] : [];
  });
  const cash = sales.reduce((rest, { amount: used }) => rest.minus(Money.fromJson(used)), needed);
  return [...(cash.isPositive ? [{ id: `${withdrawalId}:cash`, positionKey: 'cash', amount: cash.toJson(), status: 'completed' } as const] : []), ...sales];
}
