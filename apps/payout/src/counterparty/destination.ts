import type { checkDestination } from '@sluice/contract-payout';
import type { AskOf } from '@sluice/contract-kit';
import { defaultRail, DomainError, Money, mostBy, railRules, type Rail } from '@sluice/kernel';
import type { Counterparty } from './counterparty.js';

export type DestinationQuestion = AskOf<typeof checkDestination>;

const lengthOf = (text: string): number => [...text].length;

function checkPayee(counterparty: Counterparty, { customerId, purpose }: DestinationQuestion): void {
  if (counterparty.customerId !== customerId) {
    throw new DomainError('counterparty_mismatch', "The counterparty does not belong to the account's customer.");
  }
  if (counterparty.status !== 'APPROVED') throw new DomainError('counterparty_not_approved', 'The counterparty is not approved.');
  if (purpose === 'PERSONAL_ACCOUNT' && counterparty.relationship !== 'SELF') {
    throw new DomainError('purpose_not_allowed', 'A personal account must belong to the customer.');
  }
}

function railFor(counterparty: Counterparty, { currency, rail: asked }: DestinationQuestion): Rail {
  const rail = asked ?? defaultRail(currency);
  if (rail === undefined) throw new DomainError('rail_not_supported', `No bank rail carries ${currency}.`);
  if (railRules[rail].currency !== currency) throw new DomainError('rail_not_supported', `${rail} does not carry ${currency}.`);
  if (!counterparty.supportedRails.includes(rail)) throw new DomainError('rail_not_supported', `The counterparty cannot be paid by ${rail}.`);
  return rail;
}

function checkReference(reference: string | undefined, rail: Rail): void {
  const { referenceLength } = railRules[rail];
  if (reference === undefined || lengthOf(reference) <= referenceLength) return;
  const problem = { field: 'reference', message: `may have at most ${referenceLength} characters for ${rail}` };
  throw new DomainError('invalid_request', 'The reference is too long.', [problem]);
}

function checkAmount(amount: DestinationQuestion['amount'], rail: Rail): void {
  const most = mostBy(rail);
  if (amount === undefined || Money.fromJson(amount).compare(most) <= 0) return;
  const problem = { field: 'amount', message: `must be at most ${most.toDecimal()} for ${rail}` };
  throw new DomainError('invalid_request', `The amount is more than one payment by ${rail} can carry.`, [problem]);
}

/**
 * Which rail a payment to this counterparty takes.
 * @throws DomainError for the first rule it breaks, in the order: whose, approved, purpose, rail, reference, amount.
 */
export function railTo(counterparty: Counterparty, question: DestinationQuestion): Rail {
  checkPayee(counterparty, question);
  const rail = railFor(counterparty, question);
  checkReference(question.reference, rail);
  checkAmount(question.amount, rail);
  return rail;
}
