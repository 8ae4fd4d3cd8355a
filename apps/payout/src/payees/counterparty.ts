import type { RequestOf } from '@sluice/contract-kit';
import { correctionSchema, counterpartyViewSchema, type checkDestination, type CounterpartyView } from '@sluice/contract-payout';
import { compactIban, defaultRail, DomainError, Money, mostBy, plainSortCode, railRules, type Rail } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Creditor } from '../providers/bank.js';

/** A counterparty as stored: what its readers see, less the id, which is the document's own, and what its bank wants corrected. */
export const counterpartySchema = counterpartyViewSchema.omit({ id: true }).extend({ corrections: z.array(correctionSchema).optional() });
export type Counterparty = z.output<typeof counterpartySchema>;

export type Correction = z.output<typeof correctionSchema>;

export const counterpartyViewOf = ({ id, state: { corrections: _, ...state } }: Versioned<Counterparty>): CounterpartyView => ({ id, ...state });

interface Correctable {
  readonly corrections?: Correction[] | undefined;
}

/** The payee with what its bank wants changed, unless that is known or it is another tenant's. */
export function recording<S extends Correctable>(current: Versioned<S> | null, tenantId: string, correction: Correction): Change<S> | null {
  const known = current?.state.corrections ?? [];
  if (current?.tenantId !== tenantId || known.some(({ reportId }) => reportId === correction.reportId)) return null;
  return { state: { ...current.state, corrections: [...known, correction] } };
}

export type DestinationRequest = RequestOf<typeof checkDestination>;

const lengthOf = (text: string): number => [...text].length;

function checkPayee(counterparty: Counterparty, { customerId, purpose }: DestinationRequest): void {
  if (counterparty.customerId !== customerId) {
    throw new DomainError('counterparty_mismatch', "The counterparty does not belong to the account's customer.");
  }
  if (counterparty.status !== 'APPROVED') throw new DomainError('counterparty_not_approved', 'The counterparty is not approved.');
  if (purpose === 'PERSONAL_ACCOUNT' && counterparty.relationship !== 'SELF') {
    throw new DomainError('purpose_not_allowed', 'A personal account must belong to the customer.');
  }
}

function railFor(counterparty: Counterparty, { currency, rail: asked }: DestinationRequest): Rail {
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

function checkAmount(amount: DestinationRequest['amount'], rail: Rail): void {
  const most = mostBy(rail);
  if (amount === undefined || Money.fromJson(amount).compare(most) <= 0) return;
  const problem = { field: 'amount', message: `must be at most ${most.toDecimal()} for ${rail}` };
  throw new DomainError('invalid_request', `The amount is more than one payment by ${rail} can carry.`, [problem]);
}

/**
 * Which rail a payment to this counterparty takes.
 * @throws DomainError for the first rule it breaks, in the order: whose, approved, purpose, rail, reference, amount.
 */
export function railTo(counterparty: Counterparty, question: DestinationRequest): Rail {
  checkPayee(counterparty, question);
  const rail = railFor(counterparty, question);
  checkReference(question.reference, rail);
  checkAmount(question.amount, rail);
  return rail;
}

export function isPayable(counterparty: Counterparty, question: DestinationRequest): boolean {
  try {
    railTo(counterparty, question);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Whom to pay, in the form in which the rail wants its numbers and with none that it does not need. */
export function creditorFor({ name, numbers }: Pick<Counterparty, 'name' | 'numbers'>, rail: Rail): Creditor {
  switch (rail) {
    case 'ACH': case 'WIRE': return { name, routingNumber: numbers.routingNumber, accountNumber: numbers.accountNumber };
    case 'FPS': return { name, sortCode: numbers.sortCode && plainSortCode(numbers.sortCode), accountNumber: numbers.accountNumber };
    case 'SEPA': return { name, iban: compactIban(numbers.iban ?? ''), ...(numbers.bic === undefined ? {} : { bic: numbers.bic }) };
  }
}
