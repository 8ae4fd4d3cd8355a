import { addressSchema, chainSchema, idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

/**
 * - `planned`: earlier attempts are looked at before anything is signed.
 * - `queued`: an earlier approval of the same wallet and chain comes first.
 * - `asking`: what the signer is to be asked is stored; the call may be under way.
 * - `awaiting`: the customer has to approve.
 * - `signed`: the authorization is signed and nothing was sent.
 * - `ordered`: it is sent from here on, whatever happens; the last moment to stop it has passed.
 * - `broadcast`, `confirming`: as the chain shows it.
 * - `unsettled`: the transaction came to nothing; the chain is asked whether the money was moved all the same.
 */
export const openStatuses = ['planned', 'queued', 'asking', 'awaiting', 'signed', 'ordered', 'broadcast', 'confirming', 'unsettled'] as const;
export const endedStatuses = ['delivered', 'failed', 'cancelled'] as const;

export const failureSchema = z.enum(['usdc_authorization_expired', 'onchain_reverted', 'onchain_failed', 'turnkey_activity_failed', 'cash_leg_unfulfillable_stale_ledger']);
export type Failure = z.output<typeof failureSchema>;

const digits = z.string().regex(/^\d+$/);
const hex = z.custom<`0x${string}`>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]*$/.test(text));

/** What is paid, as it was ordered. */
export const paymentSchema = z.object({
  chain: chainSchema,
  toAddress: addressSchema,
  amount: positiveMoneySchema,
  approval: z.enum(['none', 'customer']),
});

/** The transfer that the wallet allows, once, to whoever carries it out. */
export const authorizationSchema = z.object({
  from: hex,
  nonce: hex,
  /** Seconds of the chain's clock. */
  validBefore: digits,
  /** Head of the chain when it was asked for: nothing that came of it can be older. */
  sinceBlock: digits,
  /** The signer is asked with these very bytes, however often: the same bytes are one activity. */
  request: z.string().min(1),
  requestedAt: timeSchema,
  /** On the tenant's clock: not broadcast by then, it is given up. */
  approvalValidBefore: timeSchema,
  activityId: z.string().min(1).optional(),
  signature: hex.optional(),
  /** Nobody will ever have a signature: the activity has ended without one. */
  isVoid: z.boolean(),
});
export type Authorization = z.output<typeof authorizationSchema>;

/** One attempt to pay one leg of a withdrawal on a chain. Times are on the tenant's clock. */
export const chainLegSchema = z.object({
  withdrawalId: idSchema,
  legId: idSchema,
  attempt: z.int().min(1),
  walletId: idSchema,
  /** Absent when the leg was stopped before it was ever asked for. */
  payment: paymentSchema.optional(),
  status: z.enum([...openStatuses, ...endedStatuses]),
  authorization: authorizationSchema.optional(),
  /** The leg whose approval comes first. */
  blockedBy: idSchema.optional(),
  /** Whether it has, or may have, a place in its wallet's and chain's line. */
  isInLine: z.boolean(),
  /** The sandbox's customer has voted; the signer is still to be told. */
  vote: z.enum(['approve', 'reject']).optional(),
  /** Gas to send with, where it must not be asked of the node. */
  gas: digits.optional(),
  txHash: hex.optional(),
  failure: failureSchema.optional(),
  /** Since when the chain, after a reorganisation deeper than any should be, does not show what was delivered. */
  goneSince: timeSchema.optional(),
  /** When the chain was seen to show it again. */
  foundAgainAt: timeSchema.optional(),
  /** Why it will not be shown again, as far as is known. */
  goneFor: z.string().optional(),
  cancelledBy: z.enum(['customer', 'recall']).optional(),
  /** The activity of a leg that has ended is still to be taken back at the signer. */
  isToBeWithdrawn: z.boolean(),
  /** When something is to be done about it; absent when only news can move it. */
  nextAt: timeSchema.optional(),
  /** Looks without progress: delays grow with it. */
  fruitless: z.int().min(0),
  /** Number of the newest thing that was told, and that thing, to be told again when asked again. */
  turn: z.int().min(0),
  told: z.object({ type: z.string(), body: z.record(z.string(), z.unknown()) }).optional(),
  asker: z.object({ replyTo: z.string(), traceparent: z.string().optional(), dialect: z.string().optional() }),
});
export type ChainLeg = z.output<typeof chainLegSchema>;

export const keyOf = ({ legId, attempt }: Pick<ChainLeg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const hasEnded = ({ status }: Pick<ChainLeg, 'status'>): boolean => (endedStatuses as readonly string[]).includes(status);

/** Whether it was delivered and the chain does not show it. */
export const isGone = ({ goneSince, foundAgainAt }: Pick<ChainLeg, 'goneSince' | 'foundAgainAt'>): boolean => goneSince !== undefined && foundAgainAt === undefined;

/** Whether it can still be stopped: nothing was given to the chain, and nothing will be. */
export const isBeforeSending = ({ status }: Pick<ChainLeg, 'status'>): boolean => ['planned', 'queued', 'asking', 'awaiting', 'signed'].includes(status);
