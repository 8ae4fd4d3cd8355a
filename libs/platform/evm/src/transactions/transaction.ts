import type { Address, Hex } from 'viem';
import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf, stored } from '@sluice/persistence';
import { z } from 'zod';
import { bigintSchema, type ChainName, chainNameSchema, hashSchema, hashSchema as hash, hexSchema, storedAddressSchema } from '../chains/chain.js';
import { refusals } from './chain-node.js';

/**
 * Who sends: one of the service's relayers, chosen by `relayer` (the same name always means the same key, so calls that
 * build on each other go out in order), or a wallet with its own account.
 */
export type Sender = { readonly relayer: string } | { readonly wallet: string };

/** A call to be made exactly once. */
export interface Order {
  /** The same key is the same call, for good. */
  readonly key: string;
  /** Whose `watch` gets what is observed of it. */
  readonly owner: string;
  readonly chain: ChainName;
  readonly from: Sender;
  readonly to: Address;
  readonly data: Hex;
  /** In wei; none when absent. */
  readonly value?: bigint | undefined;
  /** Asked of the node when absent. */
  readonly gas?: bigint | undefined;
}

/**
 * What happens to a transaction:
 * - `refused`: it would revert, so it was never sent, and never will be. An end.
 * - `broadcast`: it was handed to the chain; again with another hash when its fees were raised.
 * - `confirmed`: done, as deep as money counts as arrived.
 * - `reverted`: that deep too, but without effect.
 * - `put-back`: a reorganisation has taken back `confirmed` or `reverted`; the same transaction is sent again.
 * - `final`: no reorganisation reaches it any more. An end.
 * - `gone`: a reorganisation deeper than any should be has taken back what was final and had succeeded; the same transaction
 *   is sent again, and told of from `confirmed` on as before.
 */
export const observationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('broadcast'), hash }),
  z.object({ kind: z.literal('confirmed'), hash, block: z.int() }),
  z.object({ kind: z.literal('reverted'), hash, block: z.int(), reason: z.string() }),
  z.object({ kind: z.literal('put-back') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('final'), hash, block: z.int(), succeeded: z.boolean(), reason: z.string().optional() }),
]);
export type ChainObservation = z.output<typeof observationSchema>;

/** What was observed of one transaction. `sequence` grows with each; one that was given before may be given again. */
export type TransactionObservation = ChainObservation & { readonly key: string; readonly owner: string; readonly chain: ChainName; readonly sequence: number };

/** One signed form of the transaction. Stored before it is broadcast, so that every hash it can have is known. */
const attemptSchema = z.object({
  hash: hashSchema,
  raw: hexSchema,
  maxFeePerGas: bigintSchema,
  maxPriorityFeePerGas: bigintSchema,
  /** Whether the chain has been given it since it was signed, or since a reorganisation took it back. */
  isSent: z.boolean(),
  /** Whether this form was reported to the owner. */
  isAnnounced: z.boolean(),
  /** Wall-clock time in milliseconds: when it was signed. */
  signedAtMs: z.number(),
});
export type Attempt = z.output<typeof attemptSchema>;

/** The block it was last seen in. */
const inclusionSchema = z.object({
  hash: hashSchema,
  blockHash: hashSchema,
  block: z.int(),
  succeeded: z.boolean(),
  reason: z.string().optional(),
  /** Whether it was reported to the owner. */
  isReported: z.boolean(),
});
export type Inclusion = z.output<typeof inclusionSchema>;

/**
 * - `ordered`: the intent; nothing is signed.
 * - `numbered`: it was tried out and will be sent: from now on it owns an account nonce.
 * - `signed`: at least one signed form is stored and may have been broadcast.
 * - `included`: seen in a block that a reorganisation may still take back.
 * - `refused`: an end. It would revert, or it was to fill a nonce that was filled by another.
 * - `final`: an end, unless a reorganisation is deeper than any should be.
 */
export const transactionSchema = z.object({
  owner: z.string().min(1),
  chain: chainNameSchema,
  signer: storedAddressSchema,
  /** Whose account the signer is, when it is a wallet's. */
  wallet: z.string().min(1).optional(),
  to: storedAddressSchema,
  callData: hexSchema,
  value: bigintSchema,
  gas: bigintSchema.optional(),
  status: z.enum(['ordered', 'numbered', 'signed', 'included', 'refused', 'final']),
  /** Grows when another's transaction has used up the nonce, and it needs a new one. */
  round: z.int().min(1),
  nonce: z.int().nonnegative().optional(),
  /** Signed forms under the present nonce, oldest first. */
  attempts: z.array(attemptSchema),
  inclusion: stored(inclusionSchema, { isReported: 'isTold' }).optional(),
  /** The head at which the nonce was first seen used by another's transaction. */
  displacedAt: z.int().optional(),
  /** How often in a row it would have reverted when tried out. */
  refusals: z.int().min(0),
  /** Why the node did not take the newest form; absent when it was not offered yet, or taken. */
  notTaken: z.enum(refusals).optional(),
  /** Since when it waits again for a block, in milliseconds of the wall clock, where that is later than its signature. */
  waitingSinceMs: z.number().optional(),
  /** Of what is final: its block, and when that was seen. By these, what is recent is found again. */
  finalBlock: z.int().optional(),
  finalAtMs: z.number().optional(),
  /** It does nothing but use up its nonce, for which there is no other transaction. */
  isFiller: z.boolean().optional(),
  /** Inquiries without a new result: delays grow with it. */
  failedAttempts: z.int().min(0),
  sequence: z.int().min(0),
  unreported: z.array(z.object({ sequence: z.int(), item: observationSchema })),
});
export type Transaction = z.output<typeof transactionSchema>;

export const hasEnded = ({ status }: Pick<Transaction, 'status'>): boolean => status === 'refused' || status === 'final';

export const transactions = aggregate({
  collection: 'transactions', state: transactionSchema, storedNames: { failedAttempts: 'fruitless', unreported: 'untold' },
  indexes: [
    [{ chain: 1, finalBlock: -1 }, { partialFilterExpression: { finalBlock: { $exists: true } } }],
    [{ 'attempts.hash': 1 }, { sparse: true }],
  ],
});

/** Transactions by the key of their order. */
@Injectable()
export class TransactionStore extends repositoryOf(transactions) {}
