import { bookProceeds, creditFee, placeHold, postHold, stateBalances } from '@sluice/contract-ledger';
import {
  admitPortfolioWithdrawal, bookPortfolioReturn, completePortfolioWithdrawal, raiseCash, releasePortfolio, stopRaising,
} from '@sluice/contract-liquidity';
import { checkBankAccount } from '@sluice/contract-payout';
import { Money } from '@sluice/kernel';
import { clearingAccountOf, commandFrom, holdOf, shared } from '../engine/commands.js';
import type { WithdrawalDetails as Details } from '../engine/withdrawal-details.js';
import { portfolioOrderOf } from './portfolio-withdrawal.details.js';

const command = commandFrom<Details>();

const portfolioOf = (details: Details) => ({ portfolioId: portfolioOrderOf(details).portfolioId });

/** The portfolio's cash account in the withdrawal's currency. */
const cashAccountOf = (details: Details) => ({ accountId: details.accountId, owner: portfolioOrderOf(details).portfolioId });

/** What leaves the portfolio: the payment and the fee. */
const grossOf = ({ amount, fee }: Details) => Money.fromJson(amount).plus(Money.fromJson(fee)).toJson();

const feeAccountOf = ({ amount }: Details): string => `clearing:FEES:${amount.currency}`;
const feeIdOf = ({ withdrawalId }: Details): string => `${withdrawalId}/fee`;

const postingsOf = (details: Details) => [
  ...details.payoutLegs.map(({ legId, attempt, amount }) => ({ postingId: `${legId}/${attempt}`, amount, toAccountId: clearingAccountOf(details) })),
  ...(Money.fromJson(details.fee).isPositive ? [{ postingId: feeIdOf(details), amount: details.fee, toAccountId: feeAccountOf(details) }] : []),
];

function returnOf({ returned }: Details) {
  if (!returned) throw new Error('A return is booked only after it was stored.');
  return { returnId: `${returned.legId}/return`, amount: returned.amount };
}

function feePortfolioOf(details: Details): string {
  const { feePortfolioId } = portfolioOrderOf(details);
  if (feePortfolioId === undefined) throw new Error('A fee is credited only after it was charged.');
  return feePortfolioId;
}

/** Every command that the table of a portfolio's withdrawal sends. */
export const commands = {
  checkBankAccount: command(checkBankAccount, (details) => {
    const { consideration, currency } = portfolioOrderOf(details);
    return { bankAccountId: details.destinationId, partyId: details.customerId, currency: consideration?.currency ?? currency };
  }),
  stateCash: command(stateBalances, (details) => ({ owner: portfolioOrderOf(details).portfolioId })),
  admit: command(admitPortfolioWithdrawal, (details) => {
    const { portfolioId, type, consideration, closePortfolio, cash, most } = portfolioOrderOf(details);
    return { portfolioId, type, consideration, closePortfolio, cash, most };
  }),
  release: command(releasePortfolio, portfolioOf, { revokes: [checkBankAccount.type, stateBalances.type, admitPortfolioWithdrawal.type] }),
  screenUpFront: shared.screenUpFront,
  screenInReview: shared.screenInReview,
  screenBeforePayment: shared.screenBeforePayment,
  closeCase: shared.closeCase,
  raiseCash: command(raiseCash, portfolioOf),
  stopRaising: command(stopRaising, portfolioOf, { revokes: [raiseCash.type] }),
  bookProceeds: command(bookProceeds, (details) => ({ ...cashAccountOf(details), sales: portfolioOrderOf(details).sales })),
  /** Of a full withdrawal, all there is, if that is more than the fee. */
  placeHold: command(placeHold, (details) => ({
    ...holdOf(details), ...(portfolioOrderOf(details).type === 'specified' ? { amount: grossOf(details) } : { moreThan: details.fee }),
  })),
  voidHold: shared.voidHold,
  deliver: shared.deliver,
  cancelDelivery: shared.cancelDelivery,
  post: command(postHold, (details) => ({ ...holdOf(details), postings: postingsOf(details), releaseRest: true })),
  complete: command(completePortfolioWithdrawal, (details) => ({ ...portfolioOf(details), paid: details.amount, fee: details.fee })),
  creditFee: command(creditFee, (details) => ({
    feeId: feeIdOf(details), amount: details.fee, fromAccountId: feeAccountOf(details),
    accountId: `${feePortfolioOf(details)}:${details.fee.currency}`, owner: feePortfolioOf(details),
  })),
  bookReturn: shared.bookReturn,
  showReturn: command(bookPortfolioReturn, (details) => ({ ...portfolioOf(details), ...returnOf(details) })),
};
