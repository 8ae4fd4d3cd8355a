import { send, type RequestOf, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import {
  bankAccountRefused, bankAccountUsable, bankAccountViewSchema, correctionSchema, type addBankAccount, type BankAccountView, type checkBankAccount,
} from '@sluice/contract-payout';
import { defaultRail, mostBy, plainSortCode, railRules, type FieldProblem, type Rail } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Impossible, Payment } from '../bank-payments/delivery.js';
import { nameProblems, numberProblems, type BankNumbers } from './bank-numbers.js';
import { creditorFor } from './counterparty.js';

/** A bank account as stored: as it was given, so that it is read as it was written; numbers are brought into their rail's form when it is paid. */
export const bankAccountSchema = bankAccountViewSchema.omit({ id: true, isDefault: true }).extend({
  /** It was added as its party's default. Whether it still is follows from the later ones. */
  isMarked: z.boolean(),
  /** Its sequence number among the tenant's bank accounts, from 1 without a gap. */
  position: z.int().min(1),
  corrections: z.array(correctionSchema).optional(),
});
export type BankAccount = z.output<typeof bankAccountSchema>;
export type NewBankAccount = RequestOf<typeof addBankAccount>;

/** A new bank account. */
export function added({ id: _, isDefault: isMarked, ...given }: NewBankAccount, position: number, now: Date): BankAccount {
  const addedAt = now.toISOString();
  return { ...given, isMarked, position, addedAt, ...(given.status === 'inactive' ? { deactivatedAt: addedAt } : {}) };
}

const givenFields = ['partyId', 'name', 'sortCode', 'accountNumber', 'currency', 'countryCode'] as const;

/** Is it what was added before? Its status may have changed since, and says nothing about that. */
export const isSame = (known: BankAccount, given: NewBankAccount): boolean =>
  known.isMarked === given.isDefault && givenFields.every((field) => known[field] === given[field]);

/** The account in another status; null when an inactive one would have to come back. */
export function inStatus(account: BankAccount, status: BankAccount['status'], now: Date): BankAccount | null {
  if (account.status === status) return account;
  if (account.status === 'inactive') return null;
  return { ...account, status, ...(status === 'inactive' ? { deactivatedAt: now.toISOString() } : {}) };
}

/** @param markedId the account of the same party that has the mark now. */
export function bankAccountViewOf({ id, state }: Versioned<BankAccount>, markedId: string | undefined): BankAccountView {
  const { isMarked: _, position: _position, corrections: _corrections, ...view } = state;
  return { id, ...view, isDefault: id === markedId };
}

type Numbers = Pick<BankAccount, 'currency' | 'sortCode' | 'accountNumber'>;

/** The sandbox's placeholder for a sort code that is still to come: such an account is pending, and cannot be paid. */
const SORT_CODE_TO_COME = 'PENDING_BANK_ACCOUNT';

/** The account's numbers under the names that the rails of its currency have for them. */
export function numbersOf({ currency, sortCode, accountNumber }: Numbers): BankNumbers {
  switch (currency) {
    case 'GBP': return { sortCode: plainSortCode(sortCode), accountNumber };
    case 'EUR': return { iban: accountNumber };
    case 'USD': return { routingNumber: sortCode, accountNumber };
    case 'USDC': return {};
  }
}

const fields: Readonly<Record<string, string>> = {
  'numbers.sortCode': 'sortCode', 'numbers.routingNumber': 'sortCode', 'numbers.accountNumber': 'accountNumber', 'numbers.iban': 'accountNumber',
};

/** Every problem with the name and the numbers, fields named as a bank account's are. */
export function accountProblems(account: Numbers & Pick<BankAccount, 'name' | 'status'>): FieldProblem[] {
  const rail = defaultRail(account.currency);
  if (rail === undefined) return [{ field: 'currency', message: 'must be one that a bank carries' }];
  const found = [...nameProblems([rail], account.name), ...numberProblems([rail], numbersOf(account))];
  const problems = found.map(({ field, message }) => ({ field: fields[field] ?? field, message }));
  const isToCome = account.status === 'pending' && account.sortCode === SORT_CODE_TO_COME;
  return isToCome ? problems.filter(({ field }) => field !== 'sortCode') : problems;
}

/** The answer to whether an account may be paid to; null stands for one that is not there, or another tenant's. */
export function checked(account: BankAccount | null, { bankAccountId, partyId, currency }: BodyOf<typeof checkBankAccount>): Outgoing {
  const refused = (reason: BodyOf<typeof bankAccountRefused>['reason']): Outgoing => send(bankAccountRefused, { bankAccountId, reason });
  if (account?.partyId !== partyId) return refused('not_found');
  if (account.status !== 'active') return refused('not_active');
  const rail = defaultRail(account.currency);
  if (rail === undefined || account.currency !== currency) return refused('currency_mismatch');
  return send(bankAccountUsable, { bankAccountId, rail, payeeName: account.name, most: mostBy(rail).toJson() });
}

/** What is paid to the account, or why nothing can be. It was checked before; this is what has changed since. */
export function paymentTo({ id, state: account }: Versioned<BankAccount>, rail: Rail, reference: string | undefined): Payment | Impossible {
  if (account.status !== 'active') return { reason: 'bank_account_not_active' };
  if (railRules[rail].currency !== account.currency) return { reason: 'rail_not_supported' };
  const creditor = creditorFor({ name: account.name, numbers: numbersOf(account) }, rail);
  return { rail, counterpartyId: id, creditor: { ...creditor, type: 'INDIVIDUAL' }, ...(reference === undefined ? {} : { reference }) };
}
