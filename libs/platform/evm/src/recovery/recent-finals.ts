import type { Hex } from 'viem';
import type { ChainNode } from '../transactions/chain-node.js';

/** A transaction that is final, by the block it is in. */
export interface FinalTransaction {
  readonly key: string;
  readonly block: number;
  readonly blockHash: Hex;
}

/** The final transactions of one chain, the newest block first, after the given one. */
export type NewestFinals = (after: FinalTransaction | null, limit: number) => Promise<readonly FinalTransaction[]>;

const PAGE = 50;

/**
 * Those whose block has gone from the chain. A block that is still there vouches for all before it, so as long as the newest
 * is there, one question is all that is asked; only after a reorganisation is it followed down to where that began.
 * What the chain does not reach yet (a node that lags, a chain that grows anew) is left for a later look.
 */
export async function finalsTakenBack(node: Pick<ChainNode, 'blockHash'>, newest: NewestFinals): Promise<FinalTransaction[]> {
  const gone: FinalTransaction[] = [];
  let page = await newest(null, 1);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    for (const final of page) {
      const present = await node.blockHash(final.block);
      if (present === final.blockHash) return gone;
      if (present !== null) gone.push(final);
    }
    page = await newest(last, PAGE);
  }
  return gone;
}
