import { releaseReservation, reserveLiquidity } from '@sluice/contract-liquidity';
import { commandFrom, shared } from '../engine/commands.js';
import type { WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import { sharedAssign, type Assigned, type WithdrawalDetails } from '../engine/withdrawal-details.js';

const command = commandFrom<WithdrawalDetails>();

function walletOrderOf({ wallet }: WithdrawalDetails): NonNullable<WithdrawalDetails['wallet']> {
  if (wallet === undefined) throw new Error('A withdrawal that is not from a wallet reserves no liquidity.');
  return wallet;
}

const reservationOf = ({ withdrawalId, accountId }: WithdrawalDetails) => ({ reservationId: withdrawalId, walletId: accountId });

/** Every command that the table of a wallet's withdrawal sends; its payout legs send their own. */
export const commands = {
  reserveLiquidity: command(reserveLiquidity, (details) => ({
    ...reservationOf(details), amount: details.amount, destinationChain: walletOrderOf(details).chain,
  })),
  releaseReservation: command(releaseReservation, reservationOf, { revokes: [reserveLiquidity.type] }),
  screenInReview: shared.screenInReview,
  closeCase: shared.closeCase,
};

/** What the table of a wallet's withdrawal stores of a message. */
export const assign = {
  ...sharedAssign,
  screenedAt: ({ lookedUpAt }: Messages['review.cleared']): Assigned => ({ lookedUpAt }),
  groups: ({ groups, approvalPolicy, label }: Messages['liquidity.liquidity-reserved'], { wallet }: WithdrawalDetails): Assigned =>
    ({ sourceLabel: label, ...(wallet && { wallet: { ...wallet, groups, approval: approvalPolicy } }) }),
  refusedReservation: ({ reason }: Messages['liquidity.reserve-refused']): Assigned => ({ refusal: reason === 'released' ? 'invalid_status' : reason }),
};
