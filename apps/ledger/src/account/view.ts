import type { ReplyOf } from '@sluice/contract-kit';
import type { AccountView, listEntries } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { availableOf, type Account } from './account.js';
import type { Entry } from './entry.js';
import type { NamedBalance } from './named-account.js';

/** The account as its readers see it. */
export const viewOf = (account: Account): AccountView => ({
  id: account.id,
  kind: account.kind,
  owner: account.owner,
  status: account.status,
  ...(account.nickname === undefined ? {} : { nickname: account.nickname }),
  posted: account.posted.toJson(),
  pending: account.pending.toJson(),
  available: availableOf(account).toJson(),
  createdAt: account.openedAt.toISOString(),
});

/** An account that is there by its name: always active, nothing pending; below zero where more went out of it than in. */
export const namedViewOf = ({ account: { id, kind, owner }, posted, since }: NamedBalance): AccountView => ({
  id,
  kind,
  owner,
  status: 'ACTIVE',
  posted: posted.toJson(),
  pending: Money.zero(posted.currency).toJson(),
  available: posted.toJson(),
  createdAt: since.toISOString(),
});

export type EntryView = ReplyOf<typeof listEntries>['entries'][number];

export const entryViewOf = ({ id, withdrawalId, kind, at, lines }: Entry): EntryView => ({
  id,
  ...(withdrawalId === undefined ? {} : { withdrawalId }),
  kind,
  at: at.toISOString(),
  lines: lines.map(({ accountId, debit, credit }) => ({ accountId, debit: debit.toJson(), credit: credit.toJson() })),
});
