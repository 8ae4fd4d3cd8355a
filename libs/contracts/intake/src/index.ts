/** What intake can be asked: taking a withdrawal in, accepting, cancelling and reading it. */
import { contractOf, dialectSchema, holdSchema, idSchema, moneySchema, pageSchema, phaseSchema, positiveMoneySchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('intake');

export const purposeSchema = z.enum(['PERSONAL_ACCOUNT', 'BUSINESS_PAYMENT', 'OTHER']);

/** The canonical withdrawal as its readers see it (spec/canonical.md). Dates appear once they happened. */
export const withdrawalViewSchema = z.object({
  id: idSchema,
  dialect: dialectSchema,
  dialectId: idSchema,
  version: z.int().min(1),
  phase: phaseSchema,
  hold: holdSchema,
  accountId: idSchema,
  destinationId: idSchema,
  amount: positiveMoneySchema,
  delivered: moneySchema,
  fee: moneySchema,
  purpose: purposeSchema.optional(),
  rail: railSchema.optional(),
  reference: z.string().optional(),
  failure: z.object({ code: z.string(), reason: z.string() }).optional(),
  returned: z.object({ code: z.string(), at: timeSchema }).optional(),
  trace: z.string().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  authorizedAt: timeSchema.optional(),
  estimatedCompletion: timeSchema.optional(),
  endedAt: timeSchema.optional(),
});
export type WithdrawalView = z.output<typeof withdrawalViewSchema>;

/** Takes a withdrawal in once per `id`; it waits for acceptance after its screening. Asked again it replies with the withdrawal as it is. */
export const createWithdrawal = service.request('create-withdrawal', {
  body: withdrawalViewSchema.pick({ id: true, dialect: true, dialectId: true, accountId: true, destinationId: true, reference: true }).extend({
    /** Plain decimal in the account's currency, whose decimals it may not exceed. */
    amount: z.string().min(1).max(64),
    purpose: purposeSchema,
    rail: railSchema.optional(),
  }),
  reply: withdrawalViewSchema,
  refusals: [
    'invalid_request', 'invalid_amount', 'precision_overflow', 'not_found', 'insufficient_funds', 'account_not_transactable',
    'counterparty_not_approved', 'counterparty_mismatch', 'purpose_not_allowed', 'rail_not_supported',
  ],
});

/**
 * Accepts: checks again, places the hold, and replies when the hold is placed or refused.
 * `acceptanceId` names this acceptance: the one that succeeded may be repeated with it and is replied to again.
 */
export const acceptWithdrawal = service.request('accept-withdrawal', {
  body: z.object({ id: idSchema, acceptanceId: idSchema }),
  reply: withdrawalViewSchema,
  refusals: [
    'not_found', 'invalid_status', 'insufficient_funds', 'account_not_transactable', 'counterparty_not_approved', 'counterparty_mismatch',
    'purpose_not_allowed', 'rail_not_supported', 'invalid_request',
  ],
});

/** Cancels a withdrawal of which nothing was sent; replies when it is cancelled. `cancellationId` as `acceptanceId` above. */
export const cancelWithdrawal = service.request('cancel-withdrawal', {
  body: z.object({ id: idSchema, cancellationId: idSchema }),
  reply: withdrawalViewSchema,
  refusals: ['not_found', 'invalid_status'],
});

/** By canonical id or by the dialect's own. */
export const getWithdrawal = service.request('get-withdrawal', {
  body: z.object({ dialect: dialectSchema, dialectId: idSchema }),
  reply: withdrawalViewSchema,
  refusals: ['not_found'],
});

/** Newest first; `after` is the dialect id of the last one already seen. A state is a pair of phase and hold. */
export const listWithdrawals = service.request('list-withdrawals', {
  body: pageSchema.extend({
    dialect: dialectSchema,
    accountId: idSchema.optional(),
    destinationId: idSchema.optional(),
    states: z.array(z.object({ phase: phaseSchema, hold: holdSchema.optional(), returned: z.boolean().optional() })).optional(),
  }),
  reply: z.object({ withdrawals: z.array(withdrawalViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});

export * from './operator.js';
export * from './overview.js';
export * from './portfolio.js';
export * from './wallet.js';
