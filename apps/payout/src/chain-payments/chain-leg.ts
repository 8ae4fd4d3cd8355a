import {
  addressSchema, chainSchema, idSchema, positiveMoneySchema, send, timeSchema, type BodyOf, type MessageContract, type Outgoing,
} from '@sluice/contract-kit';
import { legApprovalQueued, legApprovalRequested, legBroadcast, legCancelled, legConfirming, legDelivered, legFailed, legSigned } from '@sluice/contract-payout';
import { inquiredLater } from '@sluice/providers';
import { z } from 'zod';
import { recheckedAt } from '../pauses/pause.js';

/**
 * - `planned`: earlier attempts are checked before anything is signed.
 * - `queued`: an earlier approval of the same wallet and chain comes first.
 * - `asking`: the request to the signer is stored; the call may be under way.
 * - `awaiting`: the customer has to approve.
 * - `signed`: the authorization is signed and nothing was sent.
 * - `ordered`: it is sent from here on, whatever happens; the last moment to stop it has passed.
 * - `broadcast`, `confirming`: as the chain shows it.
 * - `unsettled`: the transaction failed; the chain is queried whether the money was moved all the same.
 */
const openStatuses = ['planned', 'queued', 'asking', 'awaiting', 'signed', 'ordered', 'broadcast', 'confirming', 'unsettled'] as const;
const endedStatuses = ['delivered', 'failed', 'cancelled'] as const;

const failureSchema = z.enum(['usdc_authorization_expired', 'onchain_reverted', 'onchain_failed', 'turnkey_activity_failed', 'cash_leg_unfulfillable_stale_ledger']);
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

/** The transfer that the wallet authorizes, once, for whoever executes it. */
const authorizationSchema = z.object({
  from: hex,
  nonce: hex,
  /** Seconds of the chain's clock. */
  validBefore: digits,
  /** Head of the chain when it was requested: no event of it can be older. */
  sinceBlock: digits,
  /** The request to the signer, always in these bytes: the same bytes are one activity. */
  request: z.string().min(1),
  requestedAt: timeSchema,
  /** On the tenant's clock: not broadcast by then, it is given up. */
  approvalValidBefore: timeSchema,
  activityId: z.string().min(1).optional(),
  signature: hex.optional(),
  /** There will never be a signature: the activity has ended without one. */
  isVoid: z.boolean(),
});
export type Authorization = z.output<typeof authorizationSchema>;

/** One attempt to pay one leg of a withdrawal on a chain. Times are on the tenant's clock. */
export const chainLegSchema = z.object({
  withdrawalId: idSchema,
  legId: idSchema,
  attempt: z.int().min(1),
  walletId: idSchema,
  /** Absent when the leg was recalled before it was ordered. */
  payment: paymentSchema.optional(),
  status: z.enum([...openStatuses, ...endedStatuses]),
  authorization: authorizationSchema.optional(),
  /** The leg whose approval comes first. */
  blockedBy: idSchema.optional(),
  /** Whether it is, or may be, in the approval queue of its wallet and chain. */
  isInLine: z.boolean(),
  /** The sandbox's customer has voted; the vote is still to be passed on to the signer. */
  vote: z.enum(['approve', 'reject']).optional(),
  /** Gas to send with, where it must not be estimated by the node. */
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
  /** The activity of a leg that has ended is still to be withdrawn at the signer. */
  isToBeWithdrawn: z.boolean(),
  /** When something is to be done about it; absent when only an event of its transaction can change it. */
  nextAt: timeSchema.optional(),
  /** Failed attempts to learn something new: the backoff grows with them. */
  failedAttempts: z.int().min(0),
  /** Number of the newest event, and that event, to be sent again when a command comes again. */
  turn: z.int().min(0),
  lastEvent: z.object({ type: z.string(), body: z.record(z.string(), z.unknown()) }).optional(),
  replyAddress: z.object({ replyTo: z.string(), traceparent: z.string().optional(), dialect: z.string().optional() }),
});
export type ChainLeg = z.output<typeof chainLegSchema>;

export const keyOf = ({ legId, attempt }: Pick<ChainLeg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const hasEnded = ({ status }: Pick<ChainLeg, 'status'>): boolean => (endedStatuses as readonly string[]).includes(status);

/** Whether it was delivered and the chain does not show it. */
export const isGone = ({ goneSince, foundAgainAt }: Pick<ChainLeg, 'goneSince' | 'foundAgainAt'>): boolean => goneSince !== undefined && foundAgainAt === undefined;

/** Whether it can still be stopped: nothing was given to the chain, and nothing will be. */
export const isBeforeSending = ({ status }: Pick<ChainLeg, 'status'>): boolean => ['planned', 'queued', 'asking', 'awaiting', 'signed'].includes(status);

/** Nothing of it was given to the signer, or nothing to the chain: what is held back while such payouts are paused. */
export const isAboutToBegin = ({ status }: Pick<ChainLeg, 'status'>): boolean => status === 'planned' || status === 'signed';

/** The leg after a step, and its event for the reply address: at most one at a time, so that each has its own number. */
export interface LegChange {
  readonly leg: ChainLeg;
  readonly event?: Outgoing | undefined;
}

const contracts = new Map<string, MessageContract>(
  [legApprovalQueued, legApprovalRequested, legSigned, legBroadcast, legConfirming, legDelivered, legFailed, legCancelled].map((contract) => [contract.type, contract]),
);

export const withoutEvent = (leg: ChainLeg): LegChange => ({ leg });

/** The leg with an event, which it remembers. */
export function withEvent<C extends MessageContract>(leg: ChainLeg, contract: C, more: Omit<BodyOf<C>, 'legId' | 'attempt' | 'walletId'>): LegChange {
  const { legId, attempt, walletId } = leg;
  const body = { legId, attempt, walletId, ...more };
  return { leg: { ...leg, turn: leg.turn + 1, lastEvent: { type: contract.type, body } }, event: { contract, body } };
}

/** The newest event; null when there was none yet. */
export function latestEvent({ lastEvent }: ChainLeg): Outgoing | null {
  const contract = lastEvent && contracts.get(lastEvent.type);
  return contract === undefined || lastEvent === undefined ? null : send(contract, lastEvent.body as never);
}

/** The wait before the next recheck, doubling from the first to the last. */
const backoff = {
  /** Woken by the leg before it; rechecked all the same, should that be lost. */
  queue: { firstMs: 5_000, lastMs: 60_000 },
  signer: { firstMs: 1_000, lastMs: 30_000 },
  chain: { firstMs: 1_000, lastMs: 60_000 },
} as const;

/** Operators have paused such payouts: it stays as it is and is tried again. */
export const heldBack = (leg: ChainLeg, now: Date): LegChange => withoutEvent(isAboutToBegin(leg) ? { ...leg, nextAt: recheckedAt(now) } : leg);

/** The leg, to be rechecked after a while, and no later than its authorization ends. */
export function recheckedLater(leg: ChainLeg, waitsFor: keyof typeof backoff, now: Date): ChainLeg {
  const later = inquiredLater(leg, backoff[waitsFor], now);
  const ends = leg.authorization && new Date(leg.authorization.approvalValidBefore);
  return ends && ends > now && ends < new Date(later.nextAt) ? { ...later, nextAt: ends.toISOString() } : later;
}
