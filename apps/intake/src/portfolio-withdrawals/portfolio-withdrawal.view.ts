import type { CanonicalView, PortfolioWithdrawalView } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { present, type Withdrawal } from '../engine/withdrawal.js';
import { portfolioOrderOf } from './portfolio-withdrawal.details.js';

/** Why it was not paid as asked. */
const reasonOf = ({ phase, details }: Withdrawal): string | undefined =>
  details.failure?.reason ?? (phase === 'cancelled' ? 'The withdrawal was cancelled.' : undefined);

/** A portfolio's withdrawal as others see it. */
export function portfolioViewOf({ id, version, state: withdrawal }: Versioned<Withdrawal>): PortfolioWithdrawalView {
  const { details, dialect, dialectId, phase, hold, createdAt, updatedAt, endedAt } = withdrawal;
  const { portfolioId, type, consideration, closePortfolio } = portfolioOrderOf(details);
  return {
    id, version, dialect, dialectId, phase, hold, portfolioId, type, closePortfolio, bankAccountId: details.destinationId, fee: details.fee, createdAt, updatedAt,
    ...present({ consideration, reference: details.reference, paidOut: phase === 'settled' ? details.amount : undefined, reason: reasonOf(withdrawal), endedAt }),
  };
}

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
