import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import { chainSchema, dialectSchema, idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { groupSchema } from '@sluice/contract-liquidity';
import { z } from 'zod';
import type { IntakeColumns, LegMessages as Messages } from '../engine/vocabulary.js';

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
  /** Of the withdrawal, for the screening before payment; absent from older legs. */
  dialect: dialectSchema.optional(),
  /** What the wallet is called, if anything. */
  sourceLabel: z.string().optional(),
  /** When that was last screened, if it is known. */
  lookedUpAt: timeSchema.optional(),
  group: groupSchema,
  transfers: z.array(z.object({ id: idSchema, fromChain: chainSchema, amount: positiveMoneySchema })),
  /** Those of the transfers that were completed; absent until bridging has ended. */
  moved: z.array(idSchema).optional(),
  txHash: z.string().optional(),
  /** Its status when its delivery was recalled. */
  recalledAs: z.enum(['planned', 'queued', 'awaiting_signature', 'signed']).optional(),
  failure: legFailureSchema.optional(),
  /** Why the last retry was refused. */
  refusal: z.enum(['wallet_not_active', 'insufficient_funds']).optional(),
  /** How often a retry was ordered, refused ones included, and the reservation that a retry under way waits for. */
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
  /** That of its withdrawal. Absent where it is the first. */
  sagaVersion: z.int().optional(),
});
export type PayoutLegRecord = z.output<typeof payoutLegRecordSchema>;

/** The hold of one attempt of one leg. */
export const legHoldIdOf = ({ legId, attempt }: Pick<LegDetails, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

/** What a retry reserves under. One begun by an older instance counted as an attempt at once. */
export const reservationOfRetry = ({ retriedAs, reservationId }: Pick<LegDetails, 'retriedAs' | 'reservationId'>): string => retriedAs ?? reservationId;

type LegStatus = PayoutLegView['status'];

export interface LegColumns extends IntakeColumns {
  /** The canonical status of the leg. */
  readonly status: LegStatus | ((details: LegDetails) => LegStatus);
  /** The status of its sources, where it does not follow from the leg's. */
  readonly sources?: WalletWithdrawalView['sourceLegs'][number]['status'];
  /** How it counts in the withdrawal's roll-up; a leg without an outcome is under way. */
  readonly outcome?: 'delivered' | 'failed' | 'cancelled';
  /** A retry was ordered and its attempt has not begun: the same order again joins it. */
  readonly isRetry?: (details: LegDetails) => boolean;
}

type Assigned = Partial<LegDetails>;

const failureBy = (by: Messages['leg.stop']['by']) => (by === 'customer' ? 'cancelled_by_customer' : 'cancelled');

/** As before the retry. One begun by an older instance has forgotten why the leg had failed. */
const unretried = ({ failure }: LegDetails): Assigned => ({ retriedAs: undefined, failure: failure ?? 'cash_leg_unfulfillable_stale_ledger' });

/** What the table of a payout leg stores of a message. The first reason for an end stays. */
export const assign = {
  stop: ({ by }: Messages['leg.stop']): Assigned => ({ failure: failureBy(by) }),
  recall: (recalledAs: NonNullable<LegDetails['recalledAs']>) => ({ by }: Messages['leg.stop']): Assigned => ({ failure: failureBy(by), recalledAs }),
  recallListed: (recalledAs: NonNullable<LegDetails['recalledAs']>) => (): Assigned => ({ recalledAs }),
  staleLedger: (): Assigned => ({ failure: 'cash_leg_unfulfillable_stale_ledger' }),
  chainFailure: (): Assigned => ({ failure: 'onchain_failed' }),
  unavailable: ({ reason }: Messages['liquidity.group-unavailable']): Assigned => ({ failure: reason === 'released' ? 'cancelled' : reason }),
  transfers: ({ transfers }: Messages['liquidity.group-sourced-elsewhere']): Assigned => ({ transfers }),
  moved: ({ moved }: Messages['bridging.leg-bridged' | 'bridging.leg-bridge-failed']): Assigned => ({ moved: moved.map(({ id }) => id) }),
  bridgeFailure: ({ reason, moved }: Messages['bridging.leg-bridge-failed']): Assigned => ({ failure: reason, moved: moved.map(({ id }) => id) }),
  /** One reason stands for whatever our side did not let through. */
  stoppedByCompliance: (): Assigned => ({ failure: 'cancelled' }),
  approval: ({ turnkeyActivityId, approvalRequestedAt, approvalValidBefore }: Messages['payout.leg-approval-requested']): Assigned => ({
    activity: { turnkeyActivityId, approvalRequestedAt, approvalValidBefore }, blockedBy: undefined,
  }),
  queue: ({ blockedBy }: Messages['payout.leg-approval-queued']): Assigned => ({ blockedBy }),
  transaction: ({ txHash }: { readonly txHash: string }): Assigned => ({ txHash, failure: undefined }),
  failure: ({ reason, txHash }: Messages['payout.leg-failed'], details: LegDetails): Assigned => ({ failure: reason, txHash: txHash ?? details.txHash }),
  cancelled: ({ by }: Messages['payout.leg-cancelled'], details: LegDetails): Assigned => ({ failure: by === 'customer' ? 'cancelled_by_customer' : (details.failure ?? 'cancelled') }),
  /** A retry reserves under an id of its own; everything else stays as it is until that is done. */
  retry: (_: unknown, { withdrawalId, legId, attempt, retries = attempt - 1 }: LegDetails): Assigned => ({
    retries: retries + 1, retriedAs: `${withdrawalId}:${legId}:${retries + 2}`, refusal: undefined,
  }),
  refusedRetry: ({ reason }: Messages['liquidity.reserve-refused'], details: LegDetails): Assigned => ({
    ...unretried(details), refusal: reason === 'wallet_not_active' || reason === 'insufficient_funds' ? reason : undefined,
  }),
  stoppedRetry: (_: unknown, details: LegDetails): Assigned => unretried(details),
  /** A new attempt with a new hold, sourced from what was reserved for it: from wherever the money is now. The leg is known by the position it began with. */
  nextAttempt: ({ groups }: Messages['liquidity.liquidity-reserved'], { attempt, group, ...details }: LegDetails): Assigned => ({
    ...(details.retriedAs !== undefined && { attempt: attempt + 1, reservationId: details.retriedAs, retriedAs: undefined }),
    failure: undefined, recalledAs: undefined, txHash: undefined, activity: undefined, blockedBy: undefined, transfers: [], moved: undefined,
    group: { ...group, sources: groups.flatMap(({ sources }) => sources) },
  }),
};
