/** Withdrawals of USDC from a portfolio wallet. Amounts are USDC units (6 decimals). */
import { addressSchema, chainSchema, contractOf, dialectSchema, holdSchema, idSchema, moneySchema, phaseSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('intake');

export const payoutLegStatusSchema = z.enum(['planned', 'queued', 'awaiting_signature', 'signed', 'sent', 'confirming', 'delivered', 'failed', 'cancelled', 'not_needed']);

/** One payout leg at its latest attempt. `key` names the last source in its group. Activity and `blockedBy` only while they hold. */
export const payoutLegViewSchema = z.object({
  id: idSchema,
  key: z.string(),
  attempt: z.int().min(1),
  status: payoutLegStatusSchema,
  amount: positiveMoneySchema,
  txHash: z.string().optional(),
  failureReason: z.string().optional(),
  blockedBy: idSchema.optional(),
  turnkeyActivityId: z.string().optional(),
  approvalRequestedAt: timeSchema.optional(),
  approvalValidBefore: timeSchema.optional(),
});
export type PayoutLegView = z.output<typeof payoutLegViewSchema>;

export const walletWithdrawalViewSchema = z.object({
  id: idSchema,
  dialect: dialectSchema,
  version: z.int().min(1),
  requestId: idSchema,
  walletId: idSchema,
  phase: phaseSchema,
  hold: holdSchema,
  amount: positiveMoneySchema,
  fee: moneySchema,
  chain: chainSchema,
  toAddress: addressSchema,
  payouts: z.array(payoutLegViewSchema),
  sourceLegs: z.array(z.object({ id: idSchema, key: z.string(), chain: chainSchema, amount: positiveMoneySchema, status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']) })),
  /** Of the first failed leg, when the whole has failed. */
  failureReason: z.string().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type WalletWithdrawalView = z.output<typeof walletWithdrawalViewSchema>;

/**
 * Takes a withdrawal in, and replies once its liquidity is reserved or refused. `id` follows from tenant, wallet and `requestId`: asked
 * again with the same parameters it replies with the withdrawal as it is now, with others it is refused.
 */
export const withdrawFromWallet = service.request('withdraw-from-wallet', {
  body: walletWithdrawalViewSchema.pick({ id: true, dialect: true, requestId: true, walletId: true, amount: true, chain: true, toAddress: true }),
  reply: z.object({ created: z.boolean(), withdrawal: walletWithdrawalViewSchema }),
  refusals: ['not_found', 'wallet_not_active', 'insufficient_funds', 'request_conflict', 'invalid_status'],
});

const named = z.object({ walletId: idSchema, id: idSchema });

export const getWalletWithdrawal = service.request('get-wallet-withdrawal', { body: named, reply: walletWithdrawalViewSchema, refusals: ['not_found'] });

/** By creation, ties by id; `after` is the last one seen. */
export const listWalletWithdrawals = service.request('list-wallet-withdrawals', {
  body: z.object({
    walletId: idSchema, limit: z.int().min(1).max(100), order: z.enum(['asc', 'desc']),
    phases: z.array(phaseSchema).optional(),
    after: z.object({ createdAt: timeSchema, id: idSchema }).optional(),
  }),
  reply: z.object({ withdrawals: z.array(walletWithdrawalViewSchema), hasMore: z.boolean() }),
});

/** Stops what was not broadcast; replies once that has ended. What was broadcast runs on. A cancelled one is replied to as it is. */
export const stopWalletWithdrawal = service.request('stop-wallet-withdrawal', { body: named.extend({ orderId: idSchema }), reply: walletWithdrawalViewSchema, refusals: ['not_found', 'invalid_status'] });

const leg = named.extend({ legId: idSchema, orderId: idSchema });
/** Stops one leg; `payout_not_found` as `not_found` with the field `legId`. */
export const stopPayoutLeg = service.request('stop-payout-leg', { body: leg, reply: walletWithdrawalViewSchema, refusals: ['not_found', 'invalid_status'] });
/** Tries a failed leg once more under a new attempt, after a fresh reservation; asked again before that attempt has begun it is replied to alike. A refused retry changes nothing. */
export const retryPayoutLeg = service.request('retry-payout-leg', { body: leg, reply: walletWithdrawalViewSchema, refusals: ['not_found', 'invalid_status', 'insufficient_funds', 'wallet_not_active'] });
