import { chainSchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

/** What is done on chains, in this order; `return` instead of `burn` when nothing is to be carried any more. */
export const stepSchema = z.enum(['pull', 'burn', 'mint', 'return']);
export type Step = z.output<typeof stepSchema>;

/**
 * - `planned`: nothing is under way; to be begun.
 * - `pulling`: from the wallet to the relayer.
 * - `burning`: on the source's chain.
 * - `attesting`: the bridge's service is asked for its signature.
 * - `minting`: on the destination's chain, to the wallet.
 * - `returning`: from the relayer back to the wallet.
 */
export const openStatuses = ['planned', 'pulling', 'burning', 'attesting', 'minting', 'returning'] as const;
export const endedStatuses = ['minted', 'failed', 'cancelled'] as const;

const units = z.string().regex(/^(0|[1-9]\d*)$/);

/** One transfer between two chains. Times are on the tenant's clock, amounts in USDC units. */
export const transferSchema = z.object({
  id: idSchema,
  fromChain: chainSchema,
  amount: units,
  /** Burned beyond the amount, so that the amount arrives. */
  fee: units,
  status: z.enum([...openStatuses, ...endedStatuses]),
  /** When something is to be done about it; absent while news are waited for, and at the end. */
  nextAt: timeSchema.optional(),
  /** Which try of the present step is under way: a try is followed by another only when it can never have an effect. */
  attempt: z.int().min(1),
  /** The number of the last news heard of the present step's transaction. */
  heard: z.int().min(0),
  /** Looks without progress: delays grow with it. */
  fruitless: z.int().min(0),
  /** How many mints were begun: their tries are counted through, also when the message had to be attested anew. */
  mints: z.int().min(0),
  burnHash: z.string().optional(),
  attestingSince: timeSchema.optional(),
  attested: z.object({ message: z.string(), attestation: z.string() }).optional(),
  /** Of the bridge's message. */
  nonce: z.string().optional(),
  reattestedAt: timeSchema.optional(),
  /** The attested message has lost its validity and has to be attested anew before it is of use. */
  isExpired: z.boolean().optional(),
  /** What went wrong with the present step, to be looked into. */
  trouble: z.string().optional(),
  mintHash: z.string().optional(),
  reason: z.enum(['onchain_reverted', 'onchain_failed', 'cancelled']).optional(),
});
export type Transfer = z.output<typeof transferSchema>;
export type Reason = NonNullable<Transfer['reason']>;

/** Solana has no node here and no wallet's money to pull: it is burned at once. */
export const isOnChain = ({ fromChain }: Pick<Transfer, 'fromChain'>): boolean => fromChain !== 'solana';

export const hasEnded = ({ status }: Pick<Transfer, 'status'>): boolean => (endedStatuses as readonly string[]).includes(status);

const steps: Partial<Record<Transfer['status'], Step>> = { pulling: 'pull', burning: 'burn', attesting: 'burn', minting: 'mint', minted: 'mint', returning: 'return' };

/** The step whose transaction is under way or was the last. */
export const stepOf = ({ status }: Pick<Transfer, 'status'>): Step | undefined => steps[status];
