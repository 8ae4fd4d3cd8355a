/** What intake shows of its withdrawals to whoever checks the services against each other. */
import { contractOf, findingSchema, idSchema, moneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('intake');

/** A hold that a withdrawal has in the ledger: `maybe` while it is being placed or released, `open` when it must be there. */
const expectedHoldSchema = z.object({
  holdId: idSchema,
  accountId: idSchema,
  /** Minor units; absent while it is not known yet how much is held. */
  units: z.string().optional(),
  ledgerHold: z.enum(['maybe', 'open']),
});
export type ExpectedHold = z.output<typeof expectedHoldSchema>;

/** A withdrawal as its readers see it now, and when each of its versions was made: what its events have to agree with. */
const checkedWithdrawalSchema = z.object({
  id: idSchema,
  version: z.int().min(1),
  view: z.record(z.string(), z.unknown()),
  changes: z.array(z.object({ version: z.int(), at: timeSchema })),
});
export type CheckedWithdrawal = z.output<typeof checkedWithdrawalSchema>;

/**
 * Checks a tenant's withdrawals by themselves: those that are under way or have changed since they were right. `full`: all that are stored, and
 * proves the running totals; `isProved` says whether that came to its end. The rest is what other services have to agree with.
 */
export const checkWithdrawals = service.request('check-withdrawals', {
  ask: z.object({ full: z.boolean().default(false) }),
  reply: z.object({
    findings: z.array(findingSchema),
    holds: z.array(expectedHoldSchema),
    /** What withdrawals have moved onto each clearing account; null while one of them is moving an amount. */
    clearing: z.array(z.object({ accountId: idSchema, amount: moneySchema.nullable() })),
    newest: z.array(checkedWithdrawalSchema),
    /** On the tenant's clock, before the withdrawals were read. */
    now: timeSchema,
    isProved: z.boolean(),
  }),
});

/** What is on its way out of accounts: legs that have not ended, in minor units. An account of which nothing is on its way is not in the reply. */
export const listUnderWay = service.request('list-under-way', {
  ask: z.object({ accountIds: z.array(idSchema).max(100) }),
  reply: z.object({ accounts: z.array(z.object({ accountId: idSchema, units: z.string() })) }),
});

/** Every tenant that has a withdrawal, whoever's request it is; `unchecked`: only those of whom one has changed since it was found right. */
export const listTenants = service.request('list-tenants', {
  ask: z.object({ unchecked: z.boolean().default(false) }),
  reply: z.object({ tenants: z.array(z.string().min(1)) }),
});
