import { bankAccountViewSchema, correctionSchema, type addBankAccount, type BankAccountView } from '@sluice/contract-payout';
import type { AskOf } from '@sluice/contract-kit';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';

/** A bank account as stored: as it was given, so that it is read as it was written; numbers are brought into their rail's form when it is paid. */
export const bankAccountSchema = bankAccountViewSchema.omit({ id: true, isDefault: true }).extend({
  /** It was added as its party's default. Whether it still is follows from the later ones. */
  isMarked: z.boolean(),
  /** Its place in the order in which the tenant's bank accounts were added, from 1 without a gap. */
  position: z.int().min(1),
  corrections: z.array(correctionSchema).optional(),
});
export type BankAccount = z.output<typeof bankAccountSchema>;
export type NewBankAccount = AskOf<typeof addBankAccount>;

/** A bank account that nobody had by this id. */
export function added({ id: _, isDefault: isMarked, ...given }: NewBankAccount, position: number, now: Date): BankAccount {
  const addedAt = now.toISOString();
  return { ...given, isMarked, position, addedAt, ...(given.status === 'inactive' ? { deactivatedAt: addedAt } : {}) };
}

const given = ['partyId', 'name', 'sortCode', 'accountNumber', 'currency', 'countryCode'] as const;

/** Is it what was added before? Its status may have changed since, and says nothing about that. */
export const isSame = (known: BankAccount, asked: NewBankAccount): boolean =>
  known.isMarked === asked.isDefault && given.every((field) => known[field] === asked[field]);

/** The account in another status; null when an inactive one would have to come back. */
export function inStatus(account: BankAccount, status: BankAccount['status'], now: Date): BankAccount | null {
  if (account.status === status) return account;
  if (account.status === 'inactive') return null;
  return { ...account, status, ...(status === 'inactive' ? { deactivatedAt: now.toISOString() } : {}) };
}

/** @param markedId the account of the same party that has the mark now. */
export function viewOf({ id, state }: Versioned<BankAccount>, markedId: string | undefined): BankAccountView {
  const { isMarked: _, position: _place, corrections: _wanted, ...view } = state;
  return { id, ...view, isDefault: id === markedId };
}
