/** What the ledger can be asked and can answer. Amounts are integer minor units of the account's currency. */
import { checkRequest, contractOf, currencySchema, idSchema, moneySchema, pageSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('ledger');

export const accountStatusSchema = z.enum(['PENDING', 'ACTIVE', 'EDD', 'DORMANT', 'FROZEN', 'CLOSED']);

/** `owner` is the customer, party or organisation the account belongs to. posted − pending = available ≥ 0. */
export const accountViewSchema = z.object({
  id: idSchema,
  kind: z.enum(['customer', 'portfolio', 'wallet', 'house', 'clearing', 'fee']),
  owner: idSchema,
  status: accountStatusSchema,
  nickname: z.string().optional(),
  posted: moneySchema,
  pending: moneySchema,
  available: moneySchema,
  createdAt: timeSchema,
});
export type AccountView = z.output<typeof accountViewSchema>;

/** Opens an account once; asked again with the same id it replies with the account as it is. System accounts are there by their name and are refused. */
export const openAccount = service.request('open-account', {
  body: accountViewSchema.pick({ id: true, kind: true, owner: true, nickname: true }).extend({ currency: currencySchema }),
  reply: accountViewSchema,
  refusals: ['invalid_request'],
});

export const getAccount = service.request('get-account', { body: z.object({ id: idSchema }), reply: accountViewSchema, refusals: ['not_found'] });

/**
 * Newest first, and after them system accounts and holdings by their names; an `owner`'s are only those with a balance of their own.
 * `after` names the last account already seen.
 */
export const listAccounts = service.request('list-accounts', {
  body: pageSchema.extend({ owner: idSchema.optional(), kind: accountViewSchema.shape.kind.optional() }),
  reply: z.object({ accounts: z.array(accountViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});

export const setAccountStatus = service.request('set-account-status', {
  body: z.object({ id: idSchema, status: accountStatusSchema }),
  reply: accountViewSchema,
  refusals: ['not_found'],
});

/** Money that arrived from outside, booked once per `depositId`. */
export const deposit = service.request('deposit', {
  body: z.object({ depositId: idSchema, accountId: idSchema, amount: positiveMoneySchema }),
  reply: accountViewSchema,
  refusals: ['not_found', 'currency_mismatch', 'invalid_amount'],
});

/** One line of a balanced entry; exactly one of debit and credit is above zero. */
const lineSchema = z.object({ accountId: idSchema, debit: moneySchema, credit: moneySchema });

/** The journal, oldest first, by withdrawal or by account. */
export const listEntries = service.request('list-entries', {
  body: pageSchema.extend({ withdrawalId: idSchema.optional(), accountId: idSchema.optional() }),
  reply: z.object({
    entries: z.array(z.object({ id: idSchema, withdrawalId: idSchema.optional(), kind: z.string(), at: timeSchema, lines: z.array(lineSchema) })),
    hasMore: z.boolean(),
  }),
  refusals: ['invalid_request'],
});

/** Debits and credits of the tenant's whole journal per currency; `balanced` when they are equal in each. */
export const trialBalance = service.request('trial-balance', {
  body: z.object({}),
  reply: z.object({ balanced: z.boolean(), currencies: z.array(z.object({ debits: moneySchema, credits: moneySchema })) }),
});

const hold = z.object({ holdId: idSchema, accountId: idSchema });
const holdSample = { holdId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11/1', accountId: 'acc_123456789' };
const usd = (units: string) => ({ currency: 'USD' as const, units });

export const holdPlaced = service.answer('hold-placed', hold.extend({ amount: positiveMoneySchema }), { ...holdSample, amount: usd('250000') });
export const holdRefused = service.answer(
  'hold-refused',
  hold.extend({ reason: z.enum(['not_found', 'insufficient_funds', 'account_not_transactable', 'currency_mismatch', 'hold_closed']) }),
  { ...holdSample, reason: 'insufficient_funds' },
);
/**
 * Sets the amount aside: available falls, posted does not. A hold that was voided before it was placed is refused with `hold_closed`.
 * A refused hold stays refused for good: the next try takes a new hold id. Without an `amount` all that is available is held,
 * refused unless that is more than `moreThan`; `hold-placed` says how much it was.
 */
export const placeHold = service.command('place-hold', {
  body: hold.extend({ amount: positiveMoneySchema.optional(), moreThan: moneySchema.optional(), expiresAt: timeSchema.optional() }),
  sample: { ...holdSample, amount: usd('250000') },
  answers: [holdPlaced, holdRefused],
});

/** What of the hold is posted in all, and what is `open`: still held. Asked again, it is answered as the first time. */
export const holdPosted = service.answer('hold-posted', hold.extend({ posted: moneySchema, open: moneySchema }), { ...holdSample, posted: usd('250000'), open: usd('0') });
export const postRefused = service.answer('post-refused', hold.extend({ reason: z.enum(['unknown_hold', 'hold_closed', 'more_than_held']) }), { ...holdSample, reason: 'more_than_held' });
/** Books each posting once (by `postingId`) from the account to the rail's clearing account; `releaseRest` voids what is left. */
export const postHold = service.command('post-hold', {
  body: hold.extend({
    postings: z.array(z.object({ postingId: idSchema, amount: positiveMoneySchema, toAccountId: idSchema })).min(1),
    releaseRest: z.boolean(),
  }),
  sample: { ...holdSample, postings: [{ postingId: 'leg-1/1', amount: usd('250000'), toAccountId: 'clearing:ACH:USD' }], releaseRest: true },
  answers: [holdPosted, postRefused],
});

/** `voided` is what was still held; zero when the hold was posted or never placed. Asked again, it is answered as the first time. */
export const holdVoided = service.answer('hold-voided', hold.extend({ voided: moneySchema }), { ...holdSample, voided: usd('250000') });
/** Releases what is still held. Voiding a hold that was never placed closes its id for good, so a late placing is refused. */
export const voidHold = service.command('void-hold', {
  body: hold.extend({ currency: currencySchema }),
  sample: { ...holdSample, currency: 'USD' },
  answers: [holdVoided],
});

export const returnBooked = service.answer('return-booked', z.object({ returnId: idSchema, accountId: idSchema }), { returnId: 'leg-1/1/return', accountId: 'acc_123456789' });
/** Money that came back after delivery: credited once per `returnId`, as an entry of its own. */
export const bookReturn = service.command('book-return', {
  body: z.object({ returnId: idSchema, accountId: idSchema, amount: positiveMoneySchema, fromAccountId: idSchema }),
  sample: { returnId: 'leg-1/1/return', accountId: 'acc_123456789', amount: usd('250000'), fromAccountId: 'clearing:ACH:USD' },
  answers: [returnBooked],
});

export * from './portfolio.js';

/** Invariants 1 to 3, and 13 for the books: every entry balances, no account is overdrawn, no hold ends twice. */
export const checkBooks = checkRequest('ledger');

/** What is still held, hold by hold; `after` is the account of the last one seen: all holds of an account come together. */
export const listOpenHolds = service.request('list-open-holds', {
  body: z.object({ limit: z.int().min(1).max(1000), after: idSchema.optional() }),
  reply: z.object({ holds: z.array(z.object({ holdId: idSchema, accountId: idSchema, open: positiveMoneySchema })), next: idSchema.optional() }),
});
