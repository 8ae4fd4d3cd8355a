import { bridgeLeg, recallLeg } from '@sluice/contract-bridging';
import { cancelScreening, screen } from '@sluice/contract-compliance';
import type { Outgoing } from '@sluice/contract-kit';
import { placeHold, postHold, voidHold } from '@sluice/contract-ledger';
import { releaseGroup, releaseReservation, reserveLiquidity, sourceGroup, spendGroup } from '@sluice/contract-liquidity';
import { deliverLeg, recallPayoutLeg } from '@sluice/contract-payout';
import type { Command } from '@sluice/saga';
import { beforePayment, commandFrom, namesToScreen } from '../engine/commands.js';
import { legHoldIdOf, reservationOfRetry, type LegDetails as Details } from './payout-leg.details.js';

const command = commandFrom<Details>();

/** The screening before this payment, under the message names that a withdrawal's own has in its table. */
const screenBeforePayment: Command<Details, Outgoing> = {
  ...command(screen, ({ legId, attempt, dialect = 'braid', walletId, toAddress, amount, sourceLabel }) => ({
    stage: 'before-payment' as const, legId, attempt, dialect, accountId: walletId, customerId: walletId, destinationId: toAddress.toLowerCase(), amount, names: namesToScreen([sourceLabel]),
  }), { interim: ['payment.referred'] }),
  name: beforePayment, answers: ['payment.cleared', 'payment.referred', 'payment.refused'],
};

const nameOf = ({ legId, attempt, walletId }: Details) => ({ legId, attempt, walletId });
const groupNameOf = (details: Details) => ({ ...nameOf(details), reservationId: details.reservationId });
const holdOf = (details: Details) => ({ holdId: legHoldIdOf(details), accountId: details.walletId });

/** Bridging that has not begun has moved nothing. */
const movedOf = ({ transfers, moved }: Details) => (moved === undefined && transfers.length > 0 ? {} : { moved: moved ?? [] });

/** Where delivered USDC is booked to. */
const clearingAccountOf = ({ amount }: Details): string => `clearing:CHAIN:${amount.currency}`;

const progressOfDelivery = [
  'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-broadcast', 'payout.leg-confirming',
] as const;

/** Every command that the table of a payout leg sends. */
export const commands = {
  reserveAgain: command(reserveLiquidity, (details) => ({
    reservationId: reservationOfRetry(details), walletId: details.walletId, amount: details.amount, destinationChain: details.chain,
  })),
  releaseRetry: command(releaseReservation, (details) => ({ reservationId: reservationOfRetry(details), walletId: details.walletId }), { revokes: [reserveLiquidity.type] }),
  placeHold: command(placeHold, (details) => ({ ...holdOf(details), amount: details.amount })),
  voidHold: command(voidHold, (details) => ({ ...holdOf(details), currency: details.amount.currency }), { revokes: [placeHold.type] }),
  sourceGroup: command(sourceGroup, (details) => ({ ...groupNameOf(details), destinationChain: details.chain, group: details.group })),
  releaseGroup: command(releaseGroup, (details) => ({ ...groupNameOf(details), group: details.group, ...movedOf(details) }), { revokes: [sourceGroup.type, reserveLiquidity.type] }),
  bridge: command(bridgeLeg, (details) => ({ ...nameOf(details), toChain: details.chain, transfers: details.transfers })),
  recallBridge: command(recallLeg, (details) => ({ ...nameOf(details), toChain: details.chain }), { revokes: [bridgeLeg.type] }),
  screenBeforePayment,
  cancelScreening: command(cancelScreening, ({ legId, attempt }) => ({ legId, attempt }), { revokes: [beforePayment] }),
  deliver: command(
    deliverLeg,
    (details) => ({ ...nameOf(details), chain: details.chain, toAddress: details.toAddress, amount: details.amount, approval: details.approval }),
    { interim: progressOfDelivery },
  ),
  recallDelivery: command(recallPayoutLeg, nameOf, { revokes: [deliverLeg.type] }),
  post: command(postHold, (details) => ({
    ...holdOf(details), postings: [{ postingId: legHoldIdOf(details), amount: details.amount, toAccountId: clearingAccountOf(details) }], releaseRest: true,
  })),
  spendGroup: command(spendGroup, (details) => ({ ...groupNameOf(details), destinationChain: details.chain })),
};
