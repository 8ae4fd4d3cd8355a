import { describe, expect, it } from '@jest/globals';
import { problemsOf, statesOf } from '@sluice/saga';
import { portfolioWithdrawalSaga } from './portfolio-withdrawal.saga.js';

const { rows } = portfolioWithdrawalSaga;
const states = statesOf(portfolioWithdrawalSaga);

describe('the table of a portfolio’s withdrawal', () => {
  it('is reached everywhere, ends everywhere, knows every answer that may come, and leaves nothing open at an end', () => {
    expect(problemsOf(portfolioWithdrawalSaga)).toEqual([]);
  });

  it('lets its client cancel until the payment is instructed, and no later', () => {
    const cancellable = states.filter((state) => rows[state].on['client.cancel'] !== undefined);
    expect(cancellable.filter((state) => !['created', 'authorized', 'sourcing'].includes(rows[state].phase))).toEqual([]);
    expect(cancellable).toEqual(expect.arrayContaining(['checkingBankAccount', 'statingCash', 'admitting', 'screening', 'collectingUpFront', 'referredUpFront', 'reviewing', 'raisingCash', 'bookingProceeds', 'placingHold']));
  });

  it('lets an operator end it as failed wherever its client may cancel, and while the payment is under way', () => {
    const failable = states.filter((state) => rows[state].on['operator.fail'] !== undefined);
    expect(failable).toEqual(states.filter((state) => rows[state].on['client.stop'] !== undefined));
  });

  it('waits as created for documents that are asked for up front, and authorized for those that are asked for in review', () => {
    expect(states.filter((state) => rows[state].hold === 'rfi').map((state) => [state, rows[state].phase])).toEqual([
      ['collectingUpFront', 'created'], ['expiringUpFront', 'created'], ['collectingInReview', 'authorized'], ['expiringInReview', 'authorized'],
    ]);
  });

  it('gives the portfolio back on every way to an end without a payment, once it was admitted', () => {
    const into = (end: string) => states.filter((state) => Object.values(rows[state].on).some((lead) => (typeof lead === 'string' ? lead : lead.to) === end));
    expect(into('failed')).toEqual(['releasingAfterReview', 'closingFailed', 'bookingProceedsAfterFailure']);
    expect(into('closingFailed')).toEqual(['releasingFailed']);
    expect(into('closingForCancel')).toEqual(['releasingForCancel']);
    expect(into('rejected')).toEqual(['checkingBankAccount', 'admitting', 'releasingAfterScreening']);
  });
});
