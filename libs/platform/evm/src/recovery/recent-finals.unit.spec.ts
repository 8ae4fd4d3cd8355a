import { describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { finalsTakenBack, type FinalTransaction } from './recent-finals.js';

const hash = (block: number, branch = 0): Hex => `0x${branch}${String(block).padStart(63, '0')}`;
const final = (block: number, name = ''): FinalTransaction => ({ key: `t${block}${name}`, block, blockHash: hash(block) });

/** Newest first; a chain that has left the old one after `fork` and has come as far as `head`. */
async function look(finals: readonly FinalTransaction[], { fork = 1_000, head = 1_000 } = {}) {
  let asked = 0;
  const node = { blockHash: (block: number) => { asked += 1; return Promise.resolve(block > head ? null : hash(block, block > fork ? 1 : 0)); } };
  const gone = await finalsTakenBack(node, (after, limit) => {
    const start = after === null ? 0 : finals.findIndex(({ key }) => key === after.key) + 1;
    return Promise.resolve(finals.slice(start, start + limit));
  });
  return { gone: gone.map(({ key }) => key), asked };
}

describe('what was final', () => {
  it('is still so when its newest block is there, for one question', async () => {
    expect(await look([final(9), final(8), final(2)])).toEqual({ gone: [], asked: 1 });
  });

  it('is not asked about when there is nothing', async () => {
    expect(await look([])).toEqual({ gone: [], asked: 0 });
  });

  it('is found gone down to where the reorganisation began, all of one block', async () => {
    expect((await look([final(9, 'a'), final(9, 'b'), final(8), final(5), final(2)], { fork: 6 })).gone).toEqual(['t9a', 't9b', 't8']);
  });

  it('is found gone through many pages', async () => {
    const finals = Array.from({ length: 180 }, (_, place) => final(500 - place));
    expect((await look(finals, { fork: 330 })).gone).toHaveLength(170);
  });

  it('is not thought gone because a node lags', async () => {
    expect((await look([final(9), final(8), final(2)], { head: 4 })).gone).toEqual([]);
  });

  it('is found gone below what a chain that grows anew does not reach yet', async () => {
    expect((await look([final(9), final(8), final(7), final(2)], { head: 8, fork: 7 })).gone).toEqual(['t8']);
  });
});
