import { bookProceeds, creditFee, placeHold, postHold, stateBalances, voidHold } from '@sluice/contract-ledger';
import {
  admitPortfolioWithdrawal, bookPortfolioReturn, completePortfolioWithdrawal, raiseCash, releasePortfolio, stopRaising,
} from '@sluice/contract-liquidity';
import { checkBankAccount } from '@sluice/contract-payout';
import { Money } from '@sluice/kernel';
import { portfolioOrderOf } from '../withdrawal/portfolio-order.js';
import type { WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';
import { ask, asking, clearingOf, holdOf } from './asks.js';

const portfolioOf = (details: Details) => ({ portfolioId: portfolioOrderOf(details).portfolioId });

/** The portfolio's cash account in the withdrawal's currency. */
const cashAccountOf = (details: Details) => ({ accountId: details.accountId, owner: portfolioOrderOf(details).portfolioId });

/** What leaves the portfolio: the payment and the fee. */
const grossOf = ({ amount, fee }: Details) => Money.fromJson(amount).plus(Money.fromJson(fee)).toJson();

const feeAccountOf = ({ amount }: Details): string => `clearing:FEES:${amount.currency}`;
const feeIdOf = ({ withdrawalId }: Details): string => `${withdrawalId}/fee`;

const postingsOf = (details: Details) => [
  ...details.payoutLegs.map(({ legId, attempt, amount }) => ({ postingId: `${legId}/${attempt}`, amount, toAccountId: clearingOf(details) })),
  ...(Money.fromJson(details.fee).isPositive ? [{ postingId: feeIdOf(details), amount: details.fee, toAccountId: feeAccountOf(details) }] : []),
];

function returnOf({ returned }: Details) {
  if (!returned) throw new Error('A return is booked only after it was kept.');
  return { returnId: `${returned.legId}/return`, amount: returned.amount };
}

function feePortfolioOf(details: Details): string {
  const { feePortfolioId } = portfolioOrderOf(details);
  if (feePortfolioId === undefined) throw new Error('A fee is credited only after it was charged.');
  return feePortfolioId;
}

/** Everything a portfolio's withdrawal can ask of the participants. */
export const askForPortfolio = {
  checkBankAccount: asking(checkBankAccount, (details) => {
    const { consideration, currency } = portfolioOrderOf(details);
    return { bankAccountId: details.destinationId, partyId: details.customerId, currency: consideration?.currency ?? currency };
  }),
  stateCash: asking(stateBalances, (details) => ({ owner: portfolioOrderOf(details).portfolioId })),
  admit: asking(admitPortfolioWithdrawal, (details) => {
    const { portfolioId, type, consideration, closePortfolio, cash, most } = portfolioOrderOf(details);
    return { portfolioId, type, consideration, closePortfolio, cash, most };
  }),
  release: asking(releasePortfolio, portfolioOf, { takesBack: [checkBankAccount.type, stateBalances.type, admitPortfolioWithdrawal.type] }),
  screenUpFront: ask.screenUpFront,
  screenInReview: ask.screenInReview,
  screenBeforePayment: ask.screenBeforePayment,
  closeCase: ask.closeCase,
  raiseCash: asking(raiseCash, portfolioOf),
  stopRaising: asking(stopRaising, portfolioOf, { takesBack: [raiseCash.type] }),
  bookProceeds: asking(bookProceeds, (details) => ({ ...cashAccountOf(details), sales: portfolioOrderOf(details).sales })),
  /** Of a full withdrawal, all there is, if that is more than the fee. */
  placeHold: asking(placeHold, (details) => ({
    ...holdOf(details), ...(portfolioOrderOf(details).type === 'specified' ? { amount: grossOf(details) } : { moreThan: details.fee }),
  })),
  voidHold: asking(voidHold, (details) => ({ ...holdOf(details), currency: details.amount.currency }), { takesBack: [placeHold.type] }),
  deliver: ask.deliver,
  cancelDelivery: ask.cancelDelivery,
  post: asking(postHold, (details) => ({ ...holdOf(details), postings: postingsOf(details), releaseRest: true })),
  complete: asking(completePortfolioWithdrawal, (details) => ({ ...portfolioOf(details), paid: details.amount, fee: details.fee })),
  creditFee: asking(creditFee, (details) => ({
    feeId: feeIdOf(details), amount: details.fee, fromAccountId: feeAccountOf(details),
    accountId: `${feePortfolioOf(details)}:${details.fee.currency}`, owner: feePortfolioOf(details),
  })),
  bookReturn: ask.bookReturn,
  showReturn: asking(bookPortfolioReturn, (details) => ({ ...portfolioOf(details), ...returnOf(details) })),
};
