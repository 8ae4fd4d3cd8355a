import { DomainError } from '@sluice/kernel';
import { opened, type Account, type Opening } from './account.js';
import { namedAccountOf } from './named-account.js';

/**
 * A portfolio's cash account as it is or, where there is none yet, as it begins.
 * @throws DomainError `invalid_request` when it belongs to somebody else, or its id names an account that nobody opens.
 */
export function cashAccountOf(current: Account | null, opening: Omit<Opening, 'kind'>): Account {
  if (current === null && namedAccountOf(opening.id) !== null) throw new DomainError('invalid_request', `${opening.id} is not opened.`);
  const account = current ?? opened({ ...opening, kind: 'portfolio' });
  if (account.owner !== opening.owner) throw new DomainError('invalid_request', `The account ${opening.id} is not of ${opening.owner}.`);
  return account;
}
