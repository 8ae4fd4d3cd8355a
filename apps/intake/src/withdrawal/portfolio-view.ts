import type { PortfolioWithdrawalView } from '@sluice/contract-intake';
import type { Versioned } from '@sluice/persistence';
import { portfolioOrderOf } from './portfolio-order.js';
import { present, type Withdrawal } from './withdrawal.js';

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
