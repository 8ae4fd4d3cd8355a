import type { Nonces } from '../transactions/nonces.js';
import { hasEnded, type Transaction } from '../transactions/transaction.js';

export interface GivenNonce {
  readonly nonce: number;
  /** The key that it was given to, while that is remembered. */
  readonly holder: string | undefined;
}

/** Transactions of an account that wait for nonces before theirs. */
export interface Blockage {
  /** The nonce that the account has to use next. */
  readonly next: number;
  /** What may never be used: nonces before a waiting one whose holders are done or unknown, and the next one. */
  readonly suspects: readonly GivenNonce[];
  readonly waiting: readonly string[];
}

/** Null when nobody waits behind the next nonce. `used`: how many the chain has seen. */
export function blockageOf({ held }: Nonces, used: number): Blockage | null {
  const waiting = held.filter(({ nonce, isDone }) => nonce > used && !isDone);
  if (waiting.length === 0) return null;
  const open = new Set(waiting.map(({ nonce }) => nonce));
  const before = Array.from({ length: Math.max(...open) - used }, (_, place) => used + place).filter((nonce) => !open.has(nonce));
  const suspects = before.map((nonce) => ({ nonce, holder: held.findLast((one) => one.nonce === nonce)?.key }));
  return { next: used, suspects, waiting: waiting.map(({ key }) => key) };
}

/**
 * - `its own`: a transaction is on its way to use the nonce.
 * - `final`: one has used it, and has to be looked at: a reorganisation may have taken it back.
 * - `nobody`: none will ever use it. It is a hole, to be filled.
 */
export type UserOfNonce = 'its own' | 'final' | 'nobody';

/** `transactions`: those with that nonce, and that of its holder. */
export function userOf(nonce: number, transactions: readonly Transaction[]): UserOfNonce {
  const users = transactions.filter((one) => one.nonce === nonce || one.status === 'numbered');
  if (users.some((one) => !hasEnded(one))) return 'its own';
  return users.some(({ status }) => status === 'final') ? 'final' : 'nobody';
}
