import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { z } from 'zod';

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

const noncesSchema: z.ZodType<Nonces> = z.object({
  next: z.int().nonnegative(),
  held: z.array(z.object({ key: z.string(), nonce: z.int().nonnegative(), isDone: z.boolean() })),
});

/** A signer's account belongs to no tenant. */
const causeFor = (id: string) => ({ id: idFrom('nonce', id), tenantId: 'shared' });

export const signerNonces = aggregate({ collection: 'signer_nonces', state: noncesSchema });

/** Account nonces by chain and signer: each is given to one key, by compare-and-set, whoever asks. */
@Injectable()
export class SignerNonces extends repositoryOf(signerNonces) {
  /** The nonce of this key: the same however often it is asked for. `used` tells how many the chain has seen. */
  async allot(account: string, key: string, used: () => Promise<number>): Promise<number> {
    const result = await this.change(account, causeFor(account), async (current) => {
      if (current?.state.held.some((held) => held.key === key)) return null;
      return { state: allotted(current?.state ?? null, key, await used()) };
    });
    const nonce = result?.state.held.find((held) => held.key === key)?.nonce;
    if (nonce === undefined) throw new Error(`${key} was given no nonce of ${account}.`);
    return nonce;
  }

  async release(account: string, key: string): Promise<void> {
    await this.change(account, causeFor(account), (current) => {
      const next = current && released(current.state, key);
      return next && { state: next };
    });
  }
}
