import type { PortfolioRefusal } from '@sluice/contract-liquidity';
import { Money } from '@sluice/kernel';
import type { WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import { sharedAssign, type Assigned, type PortfolioOrder, type WithdrawalDetails as Details } from '../engine/withdrawal-details.js';

/** What is withdrawn from the portfolio; other withdrawals have no such order. */
export function portfolioOrderOf({ portfolio }: Details): PortfolioOrder {
  if (portfolio === undefined) throw new Error('A withdrawal that is not from a portfolio has no portfolio order.');
  return portfolio;
}

/** Why a withdrawal is rejected, as its client reads it. */
const sentences: Record<PortfolioRefusal, string> = {
  not_found: 'The portfolio does not exist.',
  party_not_active: 'The party is not active.',
  portfolio_not_active: 'The portfolio is closing or closed.',
  pension_portfolio: 'Withdrawals from a pension portfolio are not supported.',
  another_withdrawal_active: 'Another withdrawal from this portfolio is active.',
  no_cash_in_currency: 'The portfolio has no cash in the currency asked for.',
  insufficient_balance: 'The balance of the portfolio is not enough.',
  over_95_percent: 'The amount is more than 95% of the value of the portfolio.',
  nothing_in_portfolio: 'There is nothing in the portfolio to withdraw.',
  holdings_would_remain: 'The portfolio cannot be closed: something would remain in it.',
  over_rail_limit: 'The amount is more than the bank can carry in one payment.',
  fee_exceeds_balance: 'The accrued fee is not less than the balance of the portfolio.',
  released: 'The withdrawal was given up.',
};

const bankSentences: Record<Messages['payout.bank-account-refused']['reason'], string> = {
  not_found: 'The bank account does not exist.',
  not_active: 'The bank account is not active.',
  currency_mismatch: 'The bank account is not in the currency asked for.',
};

const refusal = (reason: PortfolioRefusal): Assigned => ({ failure: { code: reason.toUpperCase(), reason: sentences[reason] } });
const ordered = (details: Details, change: Partial<PortfolioOrder>): Assigned => ({ portfolio: { ...portfolioOrderOf(details), ...change } });

/** With the limit itself, which tells what to do about it. */
function overRailLimit(details: Details): Assigned {
  const { most } = portfolioOrderOf(details);
  if (most === undefined || details.rail === undefined) return refusal('over_rail_limit');
  const limit = `${most.currency} ${Money.fromJson(most).toDecimal()}`;
  return { failure: { code: 'OVER_RAIL_LIMIT', reason: `The amount is more than one payment by ${details.rail} can carry (${limit}).` } };
}

/** What the table of a portfolio's withdrawal stores of a message. */
export const assign = {
  ...sharedAssign,
  bankAccount: ({ rail, payeeName, most }: Messages['payout.bank-account-usable'], details: Details): Assigned => ({ rail, payeeName, ...ordered(details, { most }) }),
  refusedBankAccount: ({ reason }: Messages['payout.bank-account-refused']): Assigned => ({ failure: { code: `BANK_ACCOUNT_${reason.toUpperCase()}`, reason: bankSentences[reason] } }),
  cash: ({ balances }: Messages['ledger.balances-stated'], details: Details): Assigned => ordered(details, { cash: balances.map(({ available }) => available) }),
  admission: ({ portfolioId, amount, fee, partyName, portfolioName }: Messages['liquidity.portfolio-withdrawal-admitted']): Assigned =>
    ({ amount, fee, accountId: `${portfolioId}:${amount.currency}`, partyName, sourceLabel: portfolioName }),
  refusal: ({ reason }: Messages['liquidity.portfolio-withdrawal-refused'], details: Details): Assigned => (reason === 'over_rail_limit' ? overRailLimit(details) : refusal(reason)),
  sales: ({ sales }: Messages['liquidity.cash-raised'], details: Details): Assigned => ordered(details, { sales }),
  unneededSales: ({ sales, reason }: Messages['liquidity.cash-not-raised'], details: Details): Assigned => ({ ...ordered(details, { sales }), ...refusal(reason) }),
  salesStopped: ({ sales }: Messages['liquidity.raising-stopped'], details: Details): Assigned => ordered(details, { sales }),
  laterSales: ({ sales }: Messages['liquidity.sales-settled'], details: Details): Assigned => {
    const known = portfolioOrderOf(details).sales;
    return ordered(details, { sales: [...known, ...sales.filter(({ orderId }) => known.every((sale) => sale.orderId !== orderId))] });
  },
  /** All that was held, less the fee: of a full withdrawal it is known only now. */
  held: ({ amount: held }: Messages['ledger.hold-placed'], { withdrawalId, fee }: Details): Assigned => {
    const amount = Money.fromJson(held).minus(Money.fromJson(fee)).toJson();
    return { amount, payoutLegs: [{ legId: `${withdrawalId}:1`, attempt: 1, amount, status: 'planned' }] };
  },
  refusedHold: (): Assigned => refusal('insufficient_balance'),
  feePortfolio: ({ feePortfolioId }: Messages['liquidity.portfolio-withdrawal-charged'], details: Details): Assigned => ordered(details, { feePortfolioId }),
};
