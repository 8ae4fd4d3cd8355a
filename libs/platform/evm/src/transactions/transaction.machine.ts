import { waitMs as backoffMs } from '@sluice/providers';
import type { ChainSettings } from '../chains/chain.js';
import type { Receipt, Refusal } from './chain-node.js';
import type { Attempt, Inclusion, ChainObservation, Transaction } from './transaction.js';

/** A node that lags behind may say that a call would revert; only several such answers in a row count. */
export const REFUSALS_THAT_COUNT = 3;

/** The stored status; of what is signed, whether the chain is known to have its newest form. */
export const states = ['ordered', 'numbered', 'unsent', 'sent', 'included', 'refused', 'final'] as const;
export type State = (typeof states)[number];

export const stateOf = ({ status, attempts }: Transaction): State => {
  if (status !== 'signed') return status;
  return attempts.at(-1)?.isSent === true ? 'sent' : 'unsent';
};

/** What was read of the chain: its head, and how many nonces the signer has used up there. */
interface ChainView {
  readonly head: number;
  readonly used: number;
}

export type Observation =
  /** Tried out at the head. */
  | { readonly kind: 'passes'; readonly gas: bigint }
  | { readonly kind: 'reverts'; readonly reason: string }
  /** It has a nonce, and a form with these fees was signed. */
  | { readonly kind: 'signed'; readonly nonce: number; readonly attempt: Attempt }
  /** The node's answer to the newest form. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-taken'; readonly because: Refusal }
  /** No form of it is in a block. */
  | (ChainView & { readonly kind: 'nowhere' })
  | (ChainView & { readonly kind: 'in-block'; readonly receipt: Receipt & { readonly reason?: string | undefined } });
export type ObservationKind = Observation['kind'];

export interface Circumstances {
  readonly depths: Pick<ChainSettings, 'confirmations' | 'finalDepth'>;
  /** Of the wall clock. */
  readonly nowMs: number;
}

type Seen<Kind extends ObservationKind> = Extract<Observation, { kind: Kind }>;
type Cell<Kind extends ObservationKind> = (transaction: Transaction, seen: Seen<Kind>, around: Circumstances) => Transaction;
type Row = { readonly [Kind in ObservationKind]: Cell<Kind> };

/** Nobody asks this of a transaction in that state: results of a late process are dropped by the version. */
const never = (): never => {
  throw new TypeError('This cannot be observed of a transaction in its state.');
};

/** What each state becomes by each thing that can be observed. Every cell is here, and nothing else decides. */
const table: Readonly<Record<State, Row>> = {
  ordered: { passes: passed, reverts: wouldRevert, signed: never, taken: never, 'not-taken': never, nowhere: never, 'in-block': never },
  numbered: { passes: passed, reverts: never, signed: formed, taken: never, 'not-taken': never, nowhere: never, 'in-block': never },
  unsent: { passes: never, reverts: never, signed: formed, taken, 'not-taken': notTaken, nowhere: missing, 'in-block': included },
  sent: { passes: never, reverts: never, signed: formed, taken, 'not-taken': notTaken, nowhere: missing, 'in-block': included },
  included: { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: putBack, 'in-block': included },
  refused: { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: same, 'in-block': same },
  final: { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: gone, 'in-block': stillFinal },
};

/** What the transaction becomes. */
export function after<Kind extends ObservationKind>(transaction: Transaction, seen: Seen<Kind>, around: Circumstances): Transaction {
  const cell = table[stateOf(transaction)][seen.kind] as Cell<Kind>;
  return cell(transaction, seen, around);
}

/** What is to be done about a transaction next. */
export type Action = 'try-out' | 'sign' | 'offer' | 'look' | 'nothing';

type BumpDelay = Pick<ChainSettings, 'bumpAfterMs'>;

/** A form that was never offered is offered at once; one that the node did not take, or that could not be offered for long, is looked for first. */
export function actionFor(transaction: Transaction, nowMs: number, { bumpAfterMs }: BumpDelay): Action {
  switch (stateOf(transaction)) {
    case 'ordered': return 'try-out';
    case 'numbered': return 'sign';
    case 'unsent': return transaction.notTaken === undefined && waitedMs(transaction, nowMs) < bumpAfterMs ? 'offer' : 'look';
    case 'sent': case 'included': return 'look';
    case 'refused': case 'final': return 'nothing';
  }
}

/**
 * What follows when a recheck has found it nowhere: a dearer form once it has waited long enough, whatever it waited in;
 * until then the newest form again, which a pool may have lost. An account that cannot pay for it could pay still less for a dearer one.
 */
export function actionWhenNowhere(transaction: Transaction, nowMs: number, { bumpAfterMs }: BumpDelay): 'replace' | 'offer' | 'nothing' {
  if (transaction.status !== 'signed' || transaction.displacedAt !== undefined) return 'nothing';
  return waitedMs(transaction, nowMs) >= bumpAfterMs && transaction.notTaken !== 'funds' ? 'replace' : 'offer';
}

const waitedMs = ({ attempts, waitingSinceMs = 0 }: Transaction, nowMs: number): number => nowMs - Math.max(attempts.at(-1)?.signedAtMs ?? 0, waitingSinceMs);

function withObservation(transaction: Transaction, item: ChainObservation): Transaction {
  const sequence = transaction.sequence + 1;
  return { ...transaction, sequence, unreported: [...transaction.unreported, { sequence, item }] };
}

export const reported = (transaction: Transaction): Transaction => ({ ...transaction, unreported: transaction.unreported.slice(1) });

const idle = (transaction: Transaction): Transaction => ({ ...transaction, failedAttempts: transaction.failedAttempts + 1 });

function same(transaction: Transaction): Transaction {
  return transaction;
}

/** It would go through: it will be sent, whatever it would do later. */
function passed(transaction: Transaction, { gas }: Seen<'passes'>): Transaction {
  return { ...transaction, status: 'numbered', gas: transaction.gas ?? gas, refusals: 0 };
}

/** It would revert: given up when that is said often enough, since nothing has been sent. */
function wouldRevert(transaction: Transaction, { reason }: Seen<'reverts'>): Transaction {
  const next = { ...transaction, refusals: transaction.refusals + 1 };
  return next.refusals < REFUSALS_THAT_COUNT ? next : withObservation({ ...next, status: 'refused' }, { kind: 'refused', reason });
}

function formed({ notTaken: _, waitingSinceMs: __, ...transaction }: Transaction, { nonce, attempt }: Seen<'signed'>): Transaction {
  return { ...transaction, status: 'signed', nonce, attempts: [...transaction.attempts, attempt], failedAttempts: 0 };
}

/** The chain has the newest signed form. Told once for each form, not again after a reorganisation. */
function taken({ notTaken: _, ...transaction }: Transaction): Transaction {
  const newest = transaction.attempts.at(-1);
  if (newest === undefined || newest.isSent) return transaction;
  const next = { ...transaction, attempts: transaction.attempts.map((attempt) => ({ ...attempt, isSent: true, isAnnounced: true })), failedAttempts: 0 };
  return newest.isAnnounced ? next : withObservation(next, { kind: 'broadcast', hash: newest.hash });
}

/** Whatever the reason: it is looked for, and offered again, and made dearer in its time. */
function notTaken(transaction: Transaction, { because }: Seen<'not-taken'>): Transaction {
  const attempts = transaction.attempts.map((attempt, index) => (index === transaction.attempts.length - 1 ? { ...attempt, isSent: false } : attempt));
  return { ...transaction, attempts, notTaken: because };
}

/**
 * In no block. If the nonce is used up all the same, somebody else has used the signer's key: when no reorganisation can
 * bring ours back any more, the call is sent under a new nonce. One that was only to fill the nonce has nothing left to do.
 */
function missing(transaction: Transaction, { head, used }: ChainView, { depths: { finalDepth } }: Circumstances): Transaction {
  const { displacedAt, ...rest } = transaction;
  if (transaction.nonce === undefined || used <= transaction.nonce) return idle(rest);
  if (displacedAt === undefined || head < displacedAt) return idle({ ...rest, displacedAt: head });
  if (head - displacedAt < finalDepth) return idle(transaction);
  if (transaction.isFiller === true) return { ...rest, status: 'refused' };
  const { notTaken: _, waitingSinceMs: __, ...open } = rest;
  return { ...open, status: 'numbered', round: transaction.round + 1, attempts: [], failedAttempts: 0 };
}

function included(transaction: Transaction, { head, receipt }: Seen<'in-block'>, around: Circumstances): Transaction {
  if (isBehind(transaction, head)) return idle(transaction);
  const isMoved = transaction.inclusion !== undefined && transaction.inclusion.blockHash !== receipt.blockHash;
  return deepened(includedIn(isMoved ? backToPool(transaction, around) : transaction, receipt), head, around);
}

/** A reorganisation has taken it back. */
function putBack(transaction: Transaction, { head }: ChainView, around: Circumstances): Transaction {
  return isBehind(transaction, head) ? idle(transaction) : backToPool(transaction, around);
}

/** A node that has not come as far as one asked before it knows nothing about the block. */
const isBehind = ({ inclusion }: Transaction, head: number): boolean => inclusion !== undefined && head < inclusion.block;

/** Its newest form is sent again. */
function backToPool({ inclusion, notTaken: _, finalBlock: __, finalAtMs: ___, ...transaction }: Transaction, { nowMs }: Circumstances, observation: ChainObservation = { kind: 'put-back' }): Transaction {
  const attempts = transaction.attempts.map((attempt) => ({ ...attempt, isSent: false }));
  const next: Transaction = { ...transaction, status: 'signed', attempts, waitingSinceMs: nowMs, failedAttempts: 0 };
  return inclusion?.isReported ? withObservation(next, observation) : next;
}

function includedIn(transaction: Transaction, { hash, blockHash, block, succeeded, reason }: Seen<'in-block'>['receipt']): Transaction {
  if (transaction.inclusion) return transaction;
  const { displacedAt: _, notTaken: __, waitingSinceMs: ___, ...rest } = transaction;
  const inclusion: Inclusion = { hash, blockHash, block, succeeded, isReported: false, ...(reason === undefined ? {} : { reason }) };
  return { ...rest, status: 'included', inclusion, failedAttempts: 0 };
}

/** Told when deep enough for money, over when deep enough for good. */
function deepened(transaction: Transaction, head: number, { depths: { confirmations, finalDepth }, nowMs }: Circumstances): Transaction {
  const { inclusion } = transaction;
  if (inclusion === undefined) return transaction;
  const depth = head - inclusion.block + 1;
  let next = transaction;
  if (!inclusion.isReported && depth >= Math.min(confirmations, finalDepth)) {
    next = withObservation({ ...transaction, inclusion: { ...inclusion, isReported: true }, failedAttempts: 0 }, outcomeOf(inclusion));
  }
  if (depth < finalDepth) return next === transaction ? idle(transaction) : next;
  const { hash, block, succeeded, reason } = inclusion;
  const observation: ChainObservation = { kind: 'final', hash, block, succeeded, ...(reason === undefined ? {} : { reason }) };
  return withObservation({ ...next, status: 'final', finalBlock: block, finalAtMs: nowMs }, observation);
}

const outcomeOf = ({ hash, block, succeeded, reason = 'reverted' }: Inclusion): ChainObservation =>
  succeeded ? { kind: 'confirmed', hash, block } : { kind: 'reverted', hash, block, reason };

/**
 * A reorganisation was deeper than `finalDepth`. What had succeeded is sent again, the same: nobody has tried it anew. What had
 * failed is not: its owner may have tried otherwise since, and both must not happen. Its nonce is filled when others wait for it.
 */
function gone(transaction: Transaction, { head }: ChainView, around: Circumstances): Transaction {
  if (isBehind(transaction, head)) return transaction;
  return transaction.inclusion?.succeeded === true ? backToPool(transaction, around, { kind: 'gone' }) : forgotten(transaction);
}

const forgotten = ({ finalBlock: _, finalAtMs: __, ...transaction }: Transaction): Transaction => transaction;

/** In another block than it was final in, it is followed to its end once more; that it is there all the same is not reported. */
function stillFinal(transaction: Transaction, { head, receipt }: Seen<'in-block'>, around: Circumstances): Transaction {
  const { inclusion } = transaction;
  if (inclusion === undefined || inclusion.blockHash === receipt.blockHash || head < receipt.block) return transaction;
  if (!inclusion.succeeded) return forgotten(transaction);
  if (!receipt.succeeded) return deepened(includedIn(backToPool(transaction, around, { kind: 'gone' }), receipt), head, around);
  const { hash, blockHash, block } = receipt;
  return { ...forgotten(transaction), status: 'included', inclusion: { ...inclusion, hash, blockHash, block }, failedAttempts: 0 };
}

const FIRST_WAIT_MS = 40;

/** Inquiries become rarer the longer there is nothing new, and rarer still when only finality is waited for. */
const SLOWEST_FACTOR = 5;

/** How long until something is to be done about it, in milliseconds; null when never. */
export function waitMs(transaction: Transaction, { pollMs }: Pick<ChainSettings, 'pollMs'>): number | null {
  if (transaction.unreported.length > 0) return 0;
  const growing = backoffMs({ firstMs: FIRST_WAIT_MS, lastMs: pollMs }, transaction.failedAttempts);
  switch (stateOf(transaction)) {
    case 'ordered': return transaction.refusals === 0 ? 0 : backoffMs({ firstMs: FIRST_WAIT_MS, lastMs: pollMs, factor: 4 }, transaction.refusals);
    case 'numbered': return 0;
    case 'unsent': return transaction.notTaken === undefined ? 0 : growing;
    case 'sent': return growing;
    case 'included': return transaction.inclusion?.isReported ? Math.min(growing, pollMs) * Math.min(1 + transaction.failedAttempts, SLOWEST_FACTOR) : growing;
    case 'refused': case 'final': return null;
  }
}
