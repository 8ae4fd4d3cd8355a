import { chainSchema, dialectSchema, idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { groupSchema } from '@sluice/contract-liquidity';
import { z } from 'zod';

/** Why a leg of a wallet's withdrawal came to nothing (seeds/braid.txt). */
export const legFailureSchema = z.enum([
  'cancelled', 'cancelled_by_customer', 'usdc_authorization_expired', 'onchain_reverted', 'onchain_failed', 'turnkey_activity_failed', 'cash_leg_unfulfillable_stale_ledger',
]);

/** What the saga of one payout leg knows. A leg keeps its id for good; each attempt has a reservation and a hold of its own. */
export const legDetailsSchema = z.object({
  legId: idSchema,
  withdrawalId: idSchema,
  walletId: idSchema,
  attempt: z.int().min(1),
  reservationId: idSchema,
  amount: positiveMoneySchema,
  chain: chainSchema,
  toAddress: z.string(),
  approval: z.enum(['none', 'customer']),
  /** Of the withdrawal, for the look at the lists before payment; absent from legs older than that, which have none. */
  dialect: dialectSchema.optional(),
  /** What the wallet is called, if anything. */
  sourceLabel: z.string().optional(),
  /** When that was last looked up, if it is known. */
  lookedUpAt: timeSchema.optional(),
  group: groupSchema,
  transfers: z.array(z.object({ id: idSchema, fromChain: chainSchema, amount: positiveMoneySchema })),
  /** Those of the transfers that were completed; absent until bridging has ended. */
  moved: z.array(idSchema).optional(),
  txHash: z.string().optional(),
  /** How it stood when its delivery was called back. */
  recalledAs: z.enum(['planned', 'queued', 'awaiting_signature', 'signed']).optional(),
  failure: legFailureSchema.optional(),
  /** Why the last retry was refused. */
  refusal: z.enum(['wallet_not_active', 'insufficient_funds']).optional(),
  /** How often it was retried, also in vain, and the reservation that a retry under way waits for. */
  retries: z.int().min(0).optional(),
  retriedAs: idSchema.optional(),
  blockedBy: idSchema.optional(),
  activity: z.object({ turnkeyActivityId: z.string(), approvalRequestedAt: timeSchema, approvalValidBefore: timeSchema }).optional(),
});
export type LegDetails = z.output<typeof legDetailsSchema>;

/** One payout leg as it is stored inside its withdrawal: where its saga stands and until when it waits there. */
export const payoutLegRecordSchema = z.object({
  state: z.string(), details: legDetailsSchema, dueAt: timeSchema.optional(),
  /** When it entered its state first, and since when it has been there longer than it may. */
  since: timeSchema.optional(), overdueSince: timeSchema.optional(),
});
export type PayoutLegRecord = z.output<typeof payoutLegRecordSchema>;

/** The hold of one attempt of one leg. */
export const legHoldIdOf = ({ legId, attempt }: Pick<LegDetails, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

/** What a retry reserves under. One begun by an older instance counted as an attempt at once. */
export const reservationOfRetry = ({ retriedAs, reservationId }: Pick<LegDetails, 'retriedAs' | 'reservationId'>): string => retriedAs ?? reservationId;
