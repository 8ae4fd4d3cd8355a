import { currencySchema } from '@sluice/contract-kit';
import { accountStatusSchema } from '@sluice/contract-ledger';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Account } from '../account/account.js';
import { entryRecordOf, entryRecordSchema, toEntry } from './entry.record.js';
import { closedHoldRecordOf, closedHoldRecordSchema, openHoldRecordOf, openHoldRecordSchema, toClosedHold, toOpenHold } from './hold.record.js';
import { moneyOf, unitsSchema } from './units.js';

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
  unfiledEntries: z.array(entryRecordSchema),
  unfiledHolds: z.array(closedHoldRecordSchema),
});
export type AccountRecord = z.output<typeof accountRecordSchema>;

/** One tenant's account: the tenant is part of the key, so that no other tenant's account is ever in reach. */
export const accountKeyOf = (tenantId: string, accountId: string): string => `${encodeURIComponent(tenantId)}/${accountId}`;

export function accountRecordOf(account: Account): AccountRecord {
  const { id, kind, owner, nickname, status, openedAt, posted, pending, holds, unfiled } = account;
  return {
    accountId: id, kind, owner, status, openedAt, ...(nickname === undefined ? {} : { nickname }),
    currency: posted.currency,
    posted: posted.units.toString(),
    pending: pending.units.toString(),
    holds: holds.map(openHoldRecordOf),
    unfiledEntries: unfiled.entries.map(entryRecordOf),
    unfiledHolds: unfiled.holds.map(closedHoldRecordOf),
  };
}

export function toAccount({ tenantId, state }: Pick<Versioned<AccountRecord>, 'tenantId' | 'state'>): Account {
  const { accountId, kind, owner, nickname, status, currency, openedAt } = state;
  return {
    tenantId, id: accountId, kind, owner, nickname, status, openedAt,
    posted: moneyOf(currency, state.posted),
    pending: moneyOf(currency, state.pending),
    holds: state.holds.map(toOpenHold),
    unfiled: { entries: state.unfiledEntries.map(toEntry), holds: state.unfiledHolds.map(toClosedHold) },
  };
}
