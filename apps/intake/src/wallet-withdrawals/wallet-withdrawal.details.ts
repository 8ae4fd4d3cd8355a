import type { WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import { sharedAssign, type Assigned, type WithdrawalDetails } from '../engine/withdrawal-details.js';

/** What the table of a wallet's withdrawal stores of a message. */
export const assign = {
  ...sharedAssign,
  screenedAt: ({ lookedUpAt }: Messages['review.cleared']): Assigned => ({ lookedUpAt }),
  groups: ({ groups, approvalPolicy, label }: Messages['liquidity.liquidity-reserved'], { wallet }: WithdrawalDetails): Assigned =>
    ({ sourceLabel: label, ...(wallet && { wallet: { ...wallet, groups, approval: approvalPolicy } }) }),
  refusedReservation: ({ reason }: Messages['liquidity.reserve-refused']): Assigned => ({ refusal: reason === 'released' ? 'invalid_status' : reason }),
};
