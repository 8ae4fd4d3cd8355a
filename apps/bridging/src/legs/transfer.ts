import { chainSchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { after } from '@sluice/kernel';
import { inquiredLater } from '@sluice/providers';
import { z } from 'zod';

/** What is done on chains, in this order; `return` instead of `burn` when nothing is to be carried any more. */
export const stepSchema = z.enum(['pull', 'burn', 'mint', 'return']);
export type Step = z.output<typeof stepSchema>;

/**
 * - `planned`: nothing is under way; to be begun.
 * - `pulling`: from the wallet to the relayer.
 * - `burning`: on the source's chain.
 * - `attesting`: the attestation service is inquired for its signature.
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
  /** When it is due next; absent while an observation of its transaction is waited for, and at the end. */
  nextAt: timeSchema.optional(),
  /** Which try of the present step is under way: a try is followed by another only when it can never have an effect. */
  attempt: z.int().min(1),
  /** The sequence number of the last observation of the present step's transaction. */
  lastObservation: z.int().min(0),
  /** Inquiries without a new result: the backoff grows with it. */
  failedAttempts: z.int().min(0),
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
  /** What went wrong with the present step, to be rechecked. */
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

/** The transaction of an observation: of which step and attempt, and its sequence number among the transaction's observations. */
interface OfStep {
  readonly step: Step;
  readonly attempt: number;
  readonly sequence: number;
}

/** What was observed of a transfer, or done for it. */
export type Observation =
  /** The first step may be taken. `fee` is burned beyond the amount. */
  | { readonly kind: 'begun'; readonly fee: string }
  /** There is no bridge between these chains. */
  | { readonly kind: 'impossible' }
  /** The present step's transaction is ordered; observations of it will come. */
  | { readonly kind: 'ordered'; readonly step: Step; readonly attempt: number }
  /** The present step cannot be taken yet. */
  | { readonly kind: 'delayed'; readonly step: Step }
  | (OfStep & { readonly kind: 'done'; readonly hash: string })
  /** A reorganisation has taken it back; it will be done again. */
  | (OfStep & { readonly kind: 'put-back' })
  /** It has no effect and never will. */
  | (OfStep & { readonly kind: 'undone'; readonly reason: string })
  | { readonly kind: 'attested'; readonly message: string; readonly attestation: string; readonly nonce: string }
  | { readonly kind: 'unattested'; readonly nonce?: string | undefined }
  | { readonly kind: 'reattested' }
  /** The bridge's nonce is used on the destination's chain, by whichever transaction. */
  | { readonly kind: 'found-minted'; readonly hash: string }
  | { readonly kind: 'not-minted' };

/** Tries of one step; a step is tried again only when the one before can never have an effect. */
const MOST_ATTEMPTS = 3;

const EXPIRED = /expired/i;

/** What a decision has to know beside the transfer. */
export interface Surroundings {
  /** Nothing more is to be burned. */
  readonly recalling: boolean;
  readonly now: Date;
}

/** Waits that grow by half. */
const backoff = { firstMs: 200, lastMs: 10_000, factor: 1.5 } as const;

const at = (now: Date, delayMs = 0): string => after(now, `${delayMs}ms`).toISOString();

const recheckLater = (transfer: Transfer, now: Date): Transfer => inquiredLater(transfer, backoff, now);

const waiting = ({ nextAt: _, ...transfer }: Transfer): Transfer => transfer;

/** Begins a step, or a further try of it. */
const enter = ({ trouble: _, ...transfer }: Transfer, status: Transfer['status'], now: Date, attempt = 1): Transfer => ({ ...transfer, status, attempt, lastObservation: 0, failedAttempts: 0, nextAt: at(now) });

const ended = (transfer: Transfer, status: 'failed' | 'cancelled', reason: Reason): Transfer => ({ ...waiting(transfer), status, reason });

const minted = (transfer: Transfer, hash: string): Transfer => ({ ...waiting(transfer), status: 'minted', mintHash: hash });

const minting = (transfer: Transfer, now: Date): Transfer => ({ ...enter(transfer, 'minting', now, transfer.mints + 1), mints: transfer.mints + 1 });

const attesting = ({ attested: _, ...transfer }: Transfer, now: Date): Transfer => ({ ...enter(transfer, 'attesting', now, transfer.attempt), attestingSince: at(now) });

/** Stops a transfer of which nothing has been done; what the relayer holds by then is given back, what is burned goes on. */
export const recalled = (transfer: Transfer): Transfer => (transfer.status === 'planned' ? ended(transfer, 'cancelled', 'cancelled') : transfer);

type ObservationOf<Kind extends Observation['kind']> = Extract<Observation, { kind: Kind }>;

/** The transfer after an observation; null when it changes nothing: repeated, late, or about an attempt that is over. */
export function observed(transfer: Transfer, observation: Observation, around: Surroundings): Transfer | null {
  switch (observation.kind) {
    case 'begun': case 'impossible': return transfer.status === 'planned' ? afterBeginning(transfer, observation, around.now) : null;
    case 'ordered': case 'delayed': return stepOf(transfer) === observation.step && transfer.status !== 'attesting' ? afterOrder(transfer, observation, around.now) : null;
    case 'done': case 'put-back': case 'undone': return afterTransaction(transfer, observation, around);
    case 'attested': case 'unattested': case 'reattested': return transfer.status === 'attesting' ? afterAttestation(transfer, observation, around.now) : null;
    case 'found-minted': case 'not-minted': return transfer.status === 'minting' ? afterMintSearch(transfer, observation, around.now) : null;
  }
}

function afterBeginning(transfer: Transfer, observation: ObservationOf<'begun' | 'impossible'>, now: Date): Transfer {
  if (observation.kind === 'impossible') return ended(transfer, 'failed', 'onchain_failed');
  return enter({ ...transfer, fee: observation.fee }, isOnChain(transfer) ? 'pulling' : 'burning', now);
}

function afterOrder(transfer: Transfer, observation: ObservationOf<'ordered' | 'delayed'>, now: Date): Transfer | null {
  if (observation.kind === 'delayed') return recheckLater(transfer, now);
  return transfer.attempt === observation.attempt ? waiting(transfer) : null;
}

/** A mint that had no effect, and whose nonce nobody has used, is attested anew when that can help. */
function afterMintSearch(transfer: Transfer, observation: ObservationOf<'found-minted' | 'not-minted'>, now: Date): Transfer | null {
  if (observation.kind === 'found-minted') return minted(transfer, observation.hash);
  if (transfer.trouble === undefined) return null;
  if (EXPIRED.test(transfer.trouble)) return { ...attesting(transfer, now), isExpired: true };
  return transfer.mints < MOST_ATTEMPTS ? minting(transfer, now) : ended(transfer, 'failed', 'onchain_failed');
}

/** What was attested once no reorganisation reaches: what is observed of its burn after that is a repetition. */
const isAttestedBurn = ({ mints }: Transfer, { step }: { readonly step: Step }): boolean => step === 'burn' && mints > 0;

function afterTransaction(transfer: Transfer, observation: Extract<Observation, { sequence: number }>, around: Surroundings): Transfer | null {
  if (isAttestedBurn(transfer, observation) || stepOf(transfer) !== observation.step || transfer.attempt !== observation.attempt || observation.sequence <= transfer.lastObservation) return null;
  const seen = { ...transfer, lastObservation: observation.sequence };
  switch (observation.kind) {
    case 'done': return done(seen, observation.hash, around);
    case 'put-back': return putBack(seen);
    case 'undone': return hasEnded(transfer) ? null : undone(seen, observation.reason, around);
  }
}

function done(transfer: Transfer, hash: string, { recalling, now }: Surroundings): Transfer | null {
  switch (transfer.status) {
    case 'pulling': return enter(transfer, recalling ? 'returning' : 'burning', now);
    case 'burning': return { ...attesting({ ...transfer, burnHash: hash }, now), lastObservation: transfer.lastObservation };
    case 'minting': return minted(transfer, hash);
    case 'returning': return recalling && transfer.reason === undefined ? ended(transfer, 'cancelled', 'cancelled') : ended(transfer, 'failed', transfer.reason ?? 'onchain_failed');
    default: return null;
  }
}

/** Back to waiting for the same transaction, which is sent again. */
function putBack(transfer: Transfer): Transfer | null {
  const { burnHash: _, attestingSince: __, mintHash: ___, ...rest } = waiting(transfer);
  if (transfer.status === 'attesting') return { ...rest, status: 'burning' };
  return transfer.status === 'minted' ? { ...rest, status: 'minting', ...(transfer.burnHash === undefined ? {} : { burnHash: transfer.burnHash }) } : null;
}

function undone(transfer: Transfer, reason: string, { recalling, now }: Surroundings): Transfer | null {
  const again = transfer.attempt + 1;
  switch (transfer.status) {
    case 'pulling':
      if (recalling) return ended(transfer, 'cancelled', 'cancelled');
      return EXPIRED.test(reason) && again <= MOST_ATTEMPTS ? enter(transfer, 'pulling', now, again) : ended(transfer, 'failed', 'onchain_reverted');
    case 'burning': {
      if (again <= MOST_ATTEMPTS && !recalling) return enter(transfer, 'burning', now, again);
      return isOnChain(transfer) ? enter({ ...transfer, ...(recalling ? {} : { reason: 'onchain_reverted' as const }) }, 'returning', now) : ended(transfer, 'failed', 'onchain_reverted');
    }
    case 'minting': return { ...transfer, trouble: reason, nextAt: at(now) };
    case 'returning': return { ...recheckLater(enter(transfer, 'returning', now, again), now), failedAttempts: Math.min(again, 10) };
    default: return null;
  }
}

function afterAttestation(transfer: Transfer, observation: ObservationOf<'attested' | 'unattested' | 'reattested'>, now: Date): Transfer {
  switch (observation.kind) {
    case 'attested': return minting({ ...transfer, nonce: observation.nonce, attested: { message: observation.message, attestation: observation.attestation } }, now);
    case 'unattested': return recheckLater(observation.nonce === undefined ? transfer : { ...transfer, nonce: observation.nonce }, now);
    case 'reattested': return recheckLater({ ...transfer, reattestedAt: at(now), isExpired: undefined, failedAttempts: 0 }, now);
  }
}

/** What is to be done about a transfer that is due. */
export type Action = 'begin' | 'pull' | 'burn' | 'inquire' | 'reattest' | 'mint' | 'find-mint' | 'return';

export function actionFor(transfer: Transfer, now: Date, reattestAfterMs: number): Action | null {
  switch (transfer.status) {
    case 'planned': return 'begin';
    case 'pulling': return 'pull';
    case 'burning': return 'burn';
    case 'attesting': return isStuck(transfer, now, reattestAfterMs) ? 'reattest' : 'inquire';
    case 'minting': return transfer.trouble === undefined ? 'mint' : 'find-mint';
    case 'returning': return 'return';
    default: return null;
  }
}

/** Its attestation takes longer than any should: a new one is requested, repeatedly, with an alarm. */
export function isStuck({ attestingSince, reattestedAt, nonce, isExpired }: Transfer, now: Date, reattestAfterMs: number): boolean {
  if (isExpired) return true;
  const since = reattestedAt ?? attestingSince;
  return nonce !== undefined && since !== undefined && now.getTime() - new Date(since).getTime() >= reattestAfterMs;
}
