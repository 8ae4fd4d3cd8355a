import type { ChainSettings } from '../chains/chain.js';
import type { Receipt } from './chain-node.js';
import type { NewsItem } from './news.js';
import type { Attempt, Inclusion, Transaction } from './transaction.js';

/** A node that lags behind may say that a call would revert; only several such answers in a row count. */
export const REFUSALS_THAT_COUNT = 3;

/** What a look at the chain has shown. */
export interface Sighting {
  readonly head: number;
  /** Of whichever signed form is in a block. */
  readonly receipt: (Receipt & { readonly reason?: string | undefined }) | null;
  /** How many nonces the signer has used up at the head. */
  readonly used: number;
}

type Depths = Pick<ChainSettings, 'confirmations' | 'finalDepth'>;

function withNews(transaction: Transaction, item: NewsItem): Transaction {
  const sequence = transaction.sequence + 1;
  return { ...transaction, sequence, untold: [...transaction.untold, { sequence, item }] };
}

/** It would go through: it will be sent, whatever it would do later. */
export const passed = (transaction: Transaction, gas: bigint): Transaction => ({ ...transaction, status: 'numbered', gas, refusals: 0 });

/** It would revert: given up when that is said often enough, since nothing has been sent. */
export function wouldRevert(transaction: Transaction, reason: string): Transaction {
  const next = { ...transaction, refusals: transaction.refusals + 1 };
  return next.refusals < REFUSALS_THAT_COUNT ? next : withNews({ ...next, status: 'refused' }, { kind: 'refused', reason });
}

export const signedAs = (transaction: Transaction, nonce: number, attempt: Attempt): Transaction => ({
  ...transaction, status: 'signed', nonce, attempts: [...transaction.attempts, attempt], fruitless: 0,
});

/** The chain has the newest signed form. Told once for each form, not again after a reorganisation. */
export function sent(transaction: Transaction): Transaction {
  const newest = transaction.attempts.at(-1);
  const attempts = transaction.attempts.map((attempt) => ({ ...attempt, isSent: true, isAnnounced: true }));
  const next = { ...transaction, attempts, fruitless: 0 };
  return newest === undefined || newest.isAnnounced ? next : withNews(next, { kind: 'broadcast', hash: newest.hash });
}

export const told = (transaction: Transaction): Transaction => ({ ...transaction, untold: transaction.untold.slice(1) });

/** What the transaction becomes after a look at the chain. */
export function seen(transaction: Transaction, sighting: Sighting, depths: Depths): Transaction {
  const { inclusion } = transaction;
  // A node that has not come as far as one asked before it knows nothing about the block.
  if (inclusion && sighting.head < inclusion.block) return idle(transaction);
  const kept = inclusion && sighting.receipt?.blockHash !== inclusion.blockHash ? putBack(transaction) : transaction;
  if (sighting.receipt === null) return kept.status === 'included' ? kept : missing(kept, sighting, depths);
  return deepened(includedIn(kept, sighting.receipt), sighting.head, depths);
}

const idle = (transaction: Transaction): Transaction => ({ ...transaction, fruitless: transaction.fruitless + 1 });

/** A reorganisation has taken it back: its newest form is sent again. */
function putBack({ inclusion, ...transaction }: Transaction): Transaction {
  const attempts = transaction.attempts.map((attempt) => ({ ...attempt, isSent: false }));
  const next: Transaction = { ...transaction, status: 'signed', attempts, fruitless: 0 };
  return inclusion?.isTold ? withNews(next, { kind: 'put-back' }) : next;
}

function includedIn(transaction: Transaction, { hash, blockHash, block, succeeded, reason }: Receipt & { reason?: string | undefined }): Transaction {
  if (transaction.inclusion) return transaction;
  const { displacedAt: _, ...rest } = transaction;
  const inclusion: Inclusion = { hash, blockHash, block, succeeded, isTold: false, ...(reason === undefined ? {} : { reason }) };
  return { ...rest, status: 'included', inclusion, fruitless: 0 };
}

/** Told when deep enough for money, over when deep enough for good. */
function deepened(transaction: Transaction, head: number, { confirmations, finalDepth }: Depths): Transaction {
  const { inclusion } = transaction;
  if (inclusion === undefined) return transaction;
  const depth = head - inclusion.block + 1;
  let next = transaction;
  if (!inclusion.isTold && depth >= Math.min(confirmations, finalDepth)) {
    next = withNews({ ...transaction, inclusion: { ...inclusion, isTold: true }, fruitless: 0 }, outcomeOf(inclusion));
  }
  if (depth < finalDepth) return next === transaction ? idle(transaction) : next;
  const { hash, block, succeeded, reason } = inclusion;
  return withNews({ ...next, status: 'final' }, { kind: 'final', hash, block, succeeded, ...(reason === undefined ? {} : { reason }) });
}

const outcomeOf = ({ hash, block, succeeded, reason = 'reverted' }: Inclusion): NewsItem =>
  succeeded ? { kind: 'confirmed', hash, block } : { kind: 'reverted', hash, block, reason };

/**
 * In no block. If the nonce is used up all the same, somebody else has used the signer's key: when no reorganisation can
 * bring ours back any more, the call is sent under a new nonce.
 */
function missing(transaction: Transaction, { head, used }: Sighting, { finalDepth }: Depths): Transaction {
  const { displacedAt, ...rest } = transaction;
  if (transaction.nonce === undefined || used <= transaction.nonce) return idle(rest);
  if (displacedAt === undefined || head < displacedAt) return idle({ ...rest, displacedAt: head });
  if (head - displacedAt < finalDepth) return idle(transaction);
  return { ...rest, status: 'numbered', round: transaction.round + 1, attempts: [], fruitless: 0 };
}

const FIRST_WAIT_MS = 40;

/** Looks become rarer the longer there is nothing new, and rarer still when only finality is waited for. */
const SLOWEST_FACTOR = 5;

/** How long until something is to be done about it, in milliseconds; null when never. */
export function waitMs(transaction: Transaction, { pollMs }: Pick<ChainSettings, 'pollMs'>): number | null {
  if (transaction.untold.length > 0) return 0;
  const growing = Math.min(FIRST_WAIT_MS * 2 ** Math.min(transaction.fruitless, 20), pollMs);
  switch (transaction.status) {
    case 'ordered': return transaction.refusals === 0 ? 0 : Math.min(pollMs, FIRST_WAIT_MS * 4 ** transaction.refusals);
    case 'numbered': return 0;
    case 'signed': return transaction.attempts.at(-1)?.isSent ? growing : 0;
    case 'included': return transaction.inclusion?.isTold ? Math.min(growing, pollMs) * Math.min(1 + transaction.fruitless, SLOWEST_FACTOR) : growing;
    case 'refused': case 'final': return null;
  }
}
