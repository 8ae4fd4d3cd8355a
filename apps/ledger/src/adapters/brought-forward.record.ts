import { namedAccountOf } from '../account/named-account.js';
import type { EntryDocument } from './entry.document.js';

/** What is stored of an account that is there by its name: the journal's sum on it, up to the entries it was brought forward by. */
export interface BroughtForward {
  _id: string;
  tenantId: string;
  accountId: string;
  since: Date;
  /** Grows with every bringing forward. */
  version: number;
  /** Credits less debits in minor units, as digits. */
  units: string;
  /** The entries that are in `units` but may not say so themselves yet: those of the last bringing forward. */
  latest: string[];
  /** Brought forward since the books' check found the sum right. */
  unchecked?: true;
}

/** Each part is escaped, so that no two names make the same key. */
export const broughtForwardKeyOf = (tenantId: string, accountId: string): string => [tenantId, accountId].map(encodeURIComponent).join('/');

/** The accounts of an entry that are there by their names, each once. */
export const namesIn = ({ lines }: Pick<EntryDocument, 'lines'>): string[] =>
  [...new Set(lines.map(({ accountId }) => accountId))].filter((accountId) => namedAccountOf(accountId) !== null);

/** An account before the first entry is brought forward on it. */
export const newBroughtForward = (tenantId: string, accountId: string, since: Date): BroughtForward => ({
  _id: broughtForwardKeyOf(tenantId, accountId), tenantId, accountId, since, version: 1, units: '0', latest: [], unchecked: true,
});
