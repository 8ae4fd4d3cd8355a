import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '@sluice/saga';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { walletWithdrawalSaga } from './wallet-withdrawal.saga.js';

describe.each([['payout leg', payoutLegSaga], ['wallet’s withdrawal', walletWithdrawalSaga]] as const)('the table of a %s', (_, saga) => {
  it('is reached everywhere, ends everywhere, knows every answer that may come, and leaves nothing open at an end', () => {
    expect(problemsOf(saga as never)).toEqual([]);
  });
});
