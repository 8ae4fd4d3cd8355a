import { defaultRail, type FieldProblem, plainSortCode } from '@sluice/kernel';
import { nameProblems, numberProblems, type BankNumbers } from '../counterparty/bank-numbers.js';
import type { BankAccount } from './bank-account.js';

type Numbers = Pick<BankAccount, 'currency' | 'sortCode' | 'accountNumber'>;

/** The sandbox's word for a sort code that is still to come: such an account is pending, and cannot be paid. */
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
