/** Whose turn is which in the account of one signer on one chain. */
export interface Nonces {
  readonly next: number;
  readonly held: readonly { readonly key: string; readonly nonce: number; readonly isDone: boolean }[];
}

/**
 * Keys that are done are remembered this long, in nonces: a process that stood still in the middle of asking finds its
 * key's old nonce, where a new one would never be used and hold up everything after it.
 */
const REMEMBERED = 100;

/**
 * Gives the key the next nonce. The chain's own count is heeded only while none is under way: then the account has been
 * used by somebody else, or never yet.
 */
export function allotted(nonces: Nonces | null, key: string, used: number): Nonces {
  const held = nonces?.held ?? [];
  const isIdle = held.every(({ isDone }) => isDone);
  const nonce = isIdle ? Math.max(nonces?.next ?? 0, used) : nonces?.next ?? used;
  const kept = held.filter((one) => !one.isDone || one.nonce > nonce - REMEMBERED);
  return { next: nonce + 1, held: [...kept, { key, nonce, isDone: false }] };
}

/** Null when there is nothing to change. */
export function released(nonces: Nonces, key: string): Nonces | null {
  if (!nonces.held.some((held) => held.key === key && !held.isDone)) return null;
  return { ...nonces, held: nonces.held.map((held) => (held.key === key ? { ...held, isDone: true } : held)) };
}
