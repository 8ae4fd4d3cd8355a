import { clearedForNow } from '@sluice/contract-compliance';
import { placeHold, postHold } from '@sluice/contract-ledger';
import { returnLiquidity, sourceLiquidity } from '@sluice/contract-liquidity';
import { clearingAccountOf, commandFrom, decisions, holdOf, inReview, screening, shared } from '../engine/commands.js';
import type { WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import { sharedAssign, type Assigned, type WithdrawalDetails } from '../engine/withdrawal-details.js';

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

type Outcome = Messages['payout.delivered'];

/** What the table of an account's withdrawal stores of a message. */
export const assign = {
  ...sharedAssign,
  acceptance: (body: Messages['client.accept']): Assigned => ({ ...body, refusal: undefined }),
  documentsInOrder: ({ at }: Messages['compliance.documents-accepted']): Assigned => ({ requestedSince: at }),
  /** The acceptance is refused, and the next one takes a new hold id. */
  refusedHold: (body: Messages['ledger.hold-refused'], details: WithdrawalDetails): Assigned => ({
    refusal: body.reason === 'hold_closed' ? 'invalid_status' : body.reason,
    holdNumber: details.holdNumber + 1,
  }),
  sources: (body: Messages['liquidity.liquidity-sourced']): Assigned => ({ sourceLegs: body.legs }),
  noLiquidity: (body: Messages['liquidity.liquidity-unavailable']): Assigned => ({ failure: { code: 'LIQUIDITY_UNAVAILABLE', reason: body.reason } }),
  partialOutcome: ({ legs }: Outcome): Assigned => ({ payoutLegs: legs, failure: { code: 'PARTIALLY_PAID', reason: 'Only part of the amount was delivered.' } }),
};
