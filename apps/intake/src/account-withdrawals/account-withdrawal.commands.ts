import { clearedForNow } from '@sluice/contract-compliance';
import { placeHold, postHold } from '@sluice/contract-ledger';
import { returnLiquidity, sourceLiquidity } from '@sluice/contract-liquidity';
import { clearingAccountOf, commandFrom, decisions, holdOf, inReview, screening, shared } from '../engine/commands.js';
import type { WithdrawalDetails } from '../engine/withdrawal-details.js';

const command = commandFrom<WithdrawalDetails>();

/** Every command that the table of an account's withdrawal sends. */
export const commands = {
  screenUpFront: shared.screenUpFront,
  /** A payment whose time is far off is screened once more before it. */
  screenInReview: screening({ stage: 'in-review', name: inReview, answers: [...decisions, clearedForNow], paysAt: ({ sendAt }) => sendAt }),
  screenBeforePayment: shared.screenBeforePayment,
  closeCase: shared.closeCase,
  placeHold: command(placeHold, (details) => ({ ...holdOf(details), amount: details.amount })),
  voidHold: shared.voidHold,
  postHold: command(postHold, (details) => ({
    ...holdOf(details),
    postings: details.payoutLegs
      .filter((leg) => leg.status === 'delivered')
      .map(({ legId, attempt, amount }) => ({ postingId: `${legId}/${attempt}`, amount, toAccountId: clearingAccountOf(details) })),
    releaseRest: true,
  })),
  sourceLiquidity: command(sourceLiquidity, ({ accountId, amount }) => ({ accountId, amount })),
  returnLiquidity: command(returnLiquidity, ({ accountId }) => ({ accountId }), { revokes: [sourceLiquidity.type] }),
  deliver: shared.deliver,
  cancelDelivery: shared.cancelDelivery,
  bookReturn: shared.bookReturn,
};
