import { cleared, clearedForNow, closeCase, documentsAccepted, documentsRequired, referred, refused, screen, type Stage } from '@sluice/contract-compliance';
import { send, type BodyOf, type MessageContract, type Outgoing } from '@sluice/contract-kit';
import { bookReturn, placeHold, postHold, voidHold } from '@sluice/contract-ledger';
import { releaseReservation, reserveLiquidity, returnLiquidity, sourceLiquidity } from '@sluice/contract-liquidity';
import { cancelDelivery, deliver } from '@sluice/contract-payout';
import type { Ask } from '@sluice/saga';
import { holdIdOf, type WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';
import { wordAt } from './messages.js';

interface Turns {
  readonly interim?: readonly string[];
  readonly takesBack?: readonly string[];
}

/** Ties a command of a participant's contract to the details that fill it. */
export function asking<C extends MessageContract>(contract: C, body: (details: Details) => BodyOf<C>, turns: Turns = {}): Ask<Details, Outgoing> {
  return {
    command: contract.type,
    answers: contract.answers,
    ...turns,
    build: (details) => send(contract, body(details), { withdrawalId: details.withdrawalId }),
  };
}

export const holdOf = (details: Details) => ({ holdId: holdIdOf(details), accountId: details.accountId });

/** The rail of an account's withdrawal; a wallet's has none and asks nothing that needs one. */
function railOf({ rail }: Details): NonNullable<Details['rail']> {
  if (rail === undefined) throw new Error('A withdrawal without a rail is not paid through a bank.');
  return rail;
}

function walletOrderOf({ wallet }: Details): NonNullable<Details['wallet']> {
  if (wallet === undefined) throw new Error('A withdrawal that is not from a wallet reserves no liquidity.');
  return wallet;
}

export const clearingOf = (details: Details): string => `clearing:${railOf(details)}:${details.amount.currency}`;

const reservationOf = ({ withdrawalId, accountId }: Details) => ({ reservationId: withdrawalId, walletId: accountId });

/** More of a name than any list has. */
const LONGEST_NAME = 300;

/** Each name once, as far as there are any. */
export const lookedUp = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.map((name) => (name ?? '').slice(0, LONGEST_NAME).toWellFormed()).filter((name) => name !== ''))];

interface Judgement {
  readonly stage: Stage;
  /** Names the ask in the table. */
  readonly command: string;
  /** What it can be answered. */
  readonly answers: readonly MessageContract[];
  readonly paysAt?: (details: Details) => string | undefined;
}

/** One of the judgements. Its answers are words of their own, so that a late copy of one never passes for another. */
function screening({ stage, command, answers, paysAt = () => undefined }: Judgement): Ask<Details, Outgoing> {
  const words = answers.map(({ type }) => wordAt(stage, type));
  const asked = asking(screen, (details) => {
    const { dialect, accountId, customerId, destinationId, amount, purpose, rail, payeeName, partyName, sourceLabel } = details;
    return {
      stage, dialect, accountId, customerId, destinationId, amount, purpose, rail, paysAt: paysAt(details), names: lookedUp([partyName, payeeName, sourceLabel]),
    };
  });
  return { ...asked, command, answers: words, interim: words.filter((word) => /\.(documents-required|referred)$/.test(word)) };
}

export const [inReview, beforePayment] = ['compliance.screen in review', 'compliance.screen before payment'] as const;
const judged = [cleared, documentsRequired, documentsAccepted, referred, refused];

const legsOf = (details: Details) => details.payoutLegs.map(({ legId, attempt, amount }) => ({ legId, attempt, amount }));

/** Everything a withdrawal can ask of the participants. */
export const ask = {
  screenUpFront: screening({ stage: 'up-front', command: screen.type, answers: judged }),
  screenInReview: screening({ stage: 'in-review', command: inReview, answers: judged }),
  /** Of a payment that has a time: one that is far off is judged once more before it. */
  screenInReviewForLater: screening({ stage: 'in-review', command: inReview, answers: [...judged, clearedForNow], paysAt: ({ sendAt }) => sendAt }),
  screenBeforePayment: screening({ stage: 'before-payment', command: beforePayment, answers: [cleared, referred, refused] }),
  closeCase: asking(closeCase, () => ({}), { takesBack: [screen.type, inReview, beforePayment] }),
  placeHold: asking(placeHold, (details) => ({ ...holdOf(details), amount: details.amount })),
  voidHold: asking(voidHold, (details) => ({ ...holdOf(details), currency: details.amount.currency }), { takesBack: [placeHold.type] }),
  postHold: asking(postHold, (details) => ({
    ...holdOf(details),
    postings: details.payoutLegs
      .filter((leg) => leg.status === 'delivered')
      .map(({ legId, attempt, amount }) => ({ postingId: `${legId}/${attempt}`, amount, toAccountId: clearingOf(details) })),
    releaseRest: true,
  })),
  sourceLiquidity: asking(sourceLiquidity, ({ accountId, amount }) => ({ accountId, amount })),
  returnLiquidity: asking(returnLiquidity, ({ accountId }) => ({ accountId }), { takesBack: [sourceLiquidity.type] }),
  deliver: asking(deliver, (details) => ({
    legs: legsOf(details), destination: { counterpartyId: details.destinationId, rail: railOf(details), reference: details.reference },
  })),
  cancelDelivery: asking(cancelDelivery, (details) => ({ legs: legsOf(details) }), { takesBack: [deliver.type] }),
  reserveLiquidity: asking(reserveLiquidity, (details) => ({
    ...reservationOf(details), amount: details.amount, destinationChain: walletOrderOf(details).chain,
  })),
  releaseReservation: asking(releaseReservation, reservationOf, { takesBack: [reserveLiquidity.type] }),
  bookReturn: asking(bookReturn, (details) => {
    if (!details.returned) throw new Error('A return is booked only after it was kept.');
    const { legId, amount } = details.returned;
    return { returnId: `${legId}/return`, accountId: details.accountId, amount, fromAccountId: clearingOf(details) };
  }),
};
