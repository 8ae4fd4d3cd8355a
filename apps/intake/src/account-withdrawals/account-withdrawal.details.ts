import type { WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import { sharedAssign, type Assigned, type WithdrawalDetails } from '../engine/withdrawal-details.js';

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
