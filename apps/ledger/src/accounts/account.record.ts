import { currencySchema } from '@sluice/contract-kit';
import { accountStatusSchema, holdRefused } from '@sluice/contract-ledger';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { ClosedHold, OpenHold } from '../holds/hold.js';
import { entryRecordOf, entryRecordSchema, moneyOf, toEntry, unitsSchema } from '../journal/entry.record.js';
import type { Account } from './account.js';

export const openHoldRecordSchema = z.object({
  holdId: z.string(),
  currency: currencySchema,
  amount: unitsSchema,
  postings: z.array(z.object({ postingId: z.string(), amount: unitsSchema })),
  expiresAt: z.date().optional(),
});
export type OpenHoldRecord = z.output<typeof openHoldRecordSchema>;

export const closedHoldRecordSchema = openHoldRecordSchema.extend({
  outcome: z.enum(['posted', 'voided', 'expired', 'never_placed', 'refused']),
  reason: holdRefused.body.shape.reason.optional(),
  released: unitsSchema,
  closedAt: z.date(),
});
export type ClosedHoldRecord = z.output<typeof closedHoldRecordSchema>;

export const openHoldRecordOf = ({ holdId, amount, postings, expiresAt }: OpenHold): OpenHoldRecord => ({
  holdId,
  currency: amount.currency,
  amount: amount.units.toString(),
  postings: postings.map((posting) => ({ postingId: posting.postingId, amount: posting.amount.units.toString() })),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

export const closedHoldRecordOf = (hold: ClosedHold): ClosedHoldRecord => ({
  ...openHoldRecordOf(hold),
  outcome: hold.outcome,
  ...(hold.reason === undefined ? {} : { reason: hold.reason }),
  released: hold.released.units.toString(),
  closedAt: hold.closedAt,
});

export const toOpenHold = ({ holdId, currency, amount, postings, expiresAt }: OpenHoldRecord): OpenHold => ({
  holdId,
  amount: moneyOf(currency, amount),
  postings: postings.map((posting) => ({ postingId: posting.postingId, amount: moneyOf(currency, posting.amount) })),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

export const toClosedHold = (record: ClosedHoldRecord): ClosedHold => ({
  ...toOpenHold(record),
  outcome: record.outcome,
  reason: record.reason,
  released: moneyOf(record.currency, record.released),
  closedAt: record.closedAt,
});

/** An account as it is stored, amounts as digit strings of minor units in the account's one currency. */
export const accountRecordSchema = z.object({
  accountId: z.string(),
  kind: z.enum(['customer', 'portfolio', 'wallet']),
  owner: z.string(),
  nickname: z.string().optional(),
  status: accountStatusSchema,
  currency: currencySchema,
  openedAt: z.date(),
  posted: unitsSchema,
  pending: unitsSchema,
  holds: z.array(openHoldRecordSchema),
  pendingEntries: z.array(entryRecordSchema),
  pendingHolds: z.array(closedHoldRecordSchema),
});
export type AccountRecord = z.output<typeof accountRecordSchema>;

/** One tenant's account: the tenant is part of the key, so that no other tenant's account is ever in reach. */
export const accountKeyOf = (tenantId: string, accountId: string): string => `${encodeURIComponent(tenantId)}/${accountId}`;

export function accountRecordOf(account: Account): AccountRecord {
  const { id, kind, owner, nickname, status, openedAt, posted, pending, holds, pendingEntries, pendingClosedHolds } = account;
  return {
    accountId: id, kind, owner, status, openedAt, ...(nickname === undefined ? {} : { nickname }),
    currency: posted.currency,
    posted: posted.units.toString(),
    pending: pending.units.toString(),
    holds: holds.map(openHoldRecordOf),
    pendingEntries: pendingEntries.map(entryRecordOf),
    pendingHolds: pendingClosedHolds.map(closedHoldRecordOf),
  };
}

export function toAccount({ tenantId, state }: Pick<Versioned<AccountRecord>, 'tenantId' | 'state'>): Account {
  const { accountId, kind, owner, nickname, status, currency, openedAt } = state;
  return {
    tenantId, id: accountId, kind, owner, nickname, status, openedAt,
    posted: moneyOf(currency, state.posted),
    pending: moneyOf(currency, state.pending),
    holds: state.holds.map(toOpenHold),
    pendingEntries: state.pendingEntries.map(toEntry),
    pendingClosedHolds: state.pendingHolds.map(toClosedHold),
  };
}
