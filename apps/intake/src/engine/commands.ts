import { cleared, closeCase, documentsAccepted, documentsRequired, referred, refused, screen, type Stage } from '@sluice/contract-compliance';
import { send, type BodyOf, type MessageContract, type Outgoing } from '@sluice/contract-kit';
import { bookReturn, placeHold, voidHold } from '@sluice/contract-ledger';
import { cancelDelivery, deliver } from '@sluice/contract-payout';
import type { Command } from '@sluice/saga';
import { messageNameAt } from './vocabulary.js';
import { holdIdOf, type WithdrawalDetails as Details } from './withdrawal-details.js';

type More = Pick<Command<never, Outgoing>, 'interim' | 'revokes'>;

/** Ties a command of a participant's contract to the details that fill it. */
export const commandFrom = <Data extends { readonly withdrawalId: string }>() =>
  <C extends MessageContract>(contract: C, body: (details: Data) => BodyOf<C>, more: More = {}): Command<Data, Outgoing> => ({
    name: contract.type,
    answers: contract.answers,
    ...more,
    build: (details) => send(contract, body(details), { withdrawalId: details.withdrawalId }),
  });

const command = commandFrom<Details>();

export const holdOf = (details: Details) => ({ holdId: holdIdOf(details), accountId: details.accountId });

/** The rail of a withdrawal that is paid through a bank; a wallet's has none. */
function railOf({ rail }: Details): NonNullable<Details['rail']> {
  if (rail === undefined) throw new Error('A withdrawal without a rail is not paid through a bank.');
  return rail;
}

export const clearingAccountOf = (details: Details): string => `clearing:${railOf(details)}:${details.amount.currency}`;

/** Longer than any name on a list. */
const LONGEST_NAME = 300;

/** The names to screen: each once, as far as there are any. */
export const namesToScreen = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.map((name) => (name ?? '').slice(0, LONGEST_NAME).toWellFormed()).filter((name) => name !== ''))];

interface Screening {
  readonly stage: Stage;
  /** Names the command in the table. */
  readonly name: string;
  readonly answers: readonly MessageContract[];
  readonly paysAt?: (details: Details) => string | undefined;
}

/** One of the screenings. Each stage has message names of its own, so that a late copy of one stage's answer never passes for another's. */
export function screening({ stage, name, answers, paysAt = () => undefined }: Screening): Command<Details, Outgoing> {
  const names = answers.map(({ type }) => messageNameAt(stage, type));
  const screened = command(screen, (details) => {
    const { dialect, accountId, customerId, destinationId, amount, purpose, rail, payeeName, partyName, sourceLabel } = details;
    return {
      stage, dialect, accountId, customerId, destinationId, amount, purpose, rail, paysAt: paysAt(details), names: namesToScreen([partyName, payeeName, sourceLabel]),
    };
  });
  return { ...screened, name, answers: names, interim: [documentsRequired, referred].map(({ type }) => messageNameAt(stage, type)) };
}

export const [inReview, beforePayment] = ['compliance.screen in review', 'compliance.screen before payment'] as const;
export const decisions = [cleared, documentsRequired, documentsAccepted, referred, refused];

const legsOf = (details: Details) => details.payoutLegs.map(({ legId, attempt, amount }) => ({ legId, attempt, amount }));

/** The commands that more than one table sends. */
export const shared = {
  screenUpFront: screening({ stage: 'up-front', name: screen.type, answers: decisions }),
  screenInReview: screening({ stage: 'in-review', name: inReview, answers: decisions }),
  screenBeforePayment: screening({ stage: 'before-payment', name: beforePayment, answers: [cleared, referred, refused] }),
  closeCase: command(closeCase, () => ({}), { revokes: [screen.type, inReview, beforePayment] }),
  voidHold: command(voidHold, (details) => ({ ...holdOf(details), currency: details.amount.currency }), { revokes: [placeHold.type] }),
  deliver: command(deliver, (details) => ({
    legs: legsOf(details), destination: { counterpartyId: details.destinationId, rail: railOf(details), reference: details.reference },
  })),
  cancelDelivery: command(cancelDelivery, (details) => ({ legs: legsOf(details) }), { revokes: [deliver.type] }),
  bookReturn: command(bookReturn, (details) => {
    if (!details.returned) throw new Error('A return is booked only after it was stored.');
    const { legId, amount } = details.returned;
    return { returnId: `${legId}/return`, accountId: details.accountId, amount, fromAccountId: clearingAccountOf(details) };
  }),
};
