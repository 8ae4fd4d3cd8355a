import { bridgeLeg, recallLeg } from '@sluice/contract-bridging';
import { cancelScreening, screen } from '@sluice/contract-compliance';
import { send, type BodyOf, type MessageContract, type Outgoing } from '@sluice/contract-kit';
import { placeHold, postHold, voidHold } from '@sluice/contract-ledger';
import { releaseGroup, releaseReservation, reserveLiquidity, sourceGroup, spendGroup } from '@sluice/contract-liquidity';
import { deliverLeg, recallPayoutLeg } from '@sluice/contract-payout';
import type { Ask } from '@sluice/saga';
import { legHoldIdOf, reservationOfRetry, type LegDetails as Details } from '../withdrawal/payout-leg.js';
import { beforePayment, lookedUp } from './asks.js';

function asking<C extends MessageContract>(contract: C, body: (details: Details) => BodyOf<C>, turns: Pick<Ask<Details, Outgoing>, 'interim' | 'takesBack'> = {}): Ask<Details, Outgoing> {
  return {
    command: contract.type, answers: contract.answers, ...turns,
    build: (details) => send(contract, body(details), { withdrawalId: details.withdrawalId }),
  };
}

/** The look at the lists before this payment, in the words that a withdrawal's own has in its table. */
const screenBeforePayment: Ask<Details, Outgoing> = {
  ...asking(screen, ({ legId, attempt, dialect = 'braid', walletId, toAddress, amount, sourceLabel }) => ({
    stage: 'before-payment' as const, legId, attempt, dialect, accountId: walletId, customerId: walletId, destinationId: toAddress.toLowerCase(), amount, names: lookedUp([sourceLabel]),
  }), { interim: ['payment.referred'] }),
  command: beforePayment, answers: ['payment.cleared', 'payment.referred', 'payment.refused'],
};

const nameOf = ({ legId, attempt, walletId }: Details) => ({ legId, attempt, walletId });
const groupNameOf = (details: Details) => ({ ...nameOf(details), reservationId: details.reservationId });
const holdOf = (details: Details) => ({ holdId: legHoldIdOf(details), accountId: details.walletId });

/** Bridging that has not begun has moved nothing. */
const movedOf = ({ transfers, moved }: Details) => (moved === undefined && transfers.length > 0 ? {} : { moved: moved ?? [] });

/** Where delivered USDC is booked to. */
const clearingOf = ({ amount }: Details): string => `clearing:CHAIN:${amount.currency}`;

export const turnsOfDelivery = [
  'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-broadcast', 'payout.leg-confirming',
] as const;

/** Everything a payout leg can ask of the participants. */
export const askForLeg = {
  reserveAgain: asking(reserveLiquidity, (details) => ({
    reservationId: reservationOfRetry(details), walletId: details.walletId, amount: details.amount, destinationChain: details.chain,
  })),
  releaseRetry: asking(releaseReservation, (details) => ({ reservationId: reservationOfRetry(details), walletId: details.walletId }), { takesBack: [reserveLiquidity.type] }),
  placeHold: asking(placeHold, (details) => ({ ...holdOf(details), amount: details.amount })),
  voidHold: asking(voidHold, (details) => ({ ...holdOf(details), currency: details.amount.currency }), { takesBack: [placeHold.type] }),
  sourceGroup: asking(sourceGroup, (details) => ({ ...groupNameOf(details), destinationChain: details.chain, group: details.group })),
  releaseGroup: asking(releaseGroup, (details) => ({ ...groupNameOf(details), group: details.group, ...movedOf(details) }), { takesBack: [sourceGroup.type, reserveLiquidity.type] }),
  bridge: asking(bridgeLeg, (details) => ({ ...nameOf(details), toChain: details.chain, transfers: details.transfers })),
  recallBridge: asking(recallLeg, (details) => ({ ...nameOf(details), toChain: details.chain }), { takesBack: [bridgeLeg.type] }),
  screenBeforePayment,
  cancelScreening: asking(cancelScreening, ({ legId, attempt }) => ({ legId, attempt }), { takesBack: [beforePayment] }),
  deliver: asking(
    deliverLeg,
    (details) => ({ ...nameOf(details), chain: details.chain, toAddress: details.toAddress, amount: details.amount, approval: details.approval }),
    { interim: turnsOfDelivery },
  ),
  recallDelivery: asking(recallPayoutLeg, nameOf, { takesBack: [deliverLeg.type] }),
  post: asking(postHold, (details) => ({
    ...holdOf(details), postings: [{ postingId: legHoldIdOf(details), amount: details.amount, toAccountId: clearingOf(details) }], releaseRest: true,
  })),
  spendGroup: asking(spendGroup, (details) => ({ ...groupNameOf(details), destinationChain: details.chain })),
};
