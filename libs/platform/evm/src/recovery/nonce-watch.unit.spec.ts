import { describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import type { Transaction } from '../transactions/transaction.js';
import { blockageOf, finalsTakenBack, type FinalTransaction, userOf } from './nonce-watch.js';

const held = (nonce: number, isDone = false) => ({ key: `k${nonce}`, nonce, isDone });
const transaction = (status: Transaction['status'], nonce?: number) => ({ status, nonce }) as unknown as Transaction;

describe('a blockage', () => {
  it('is there while somebody waits behind the next nonce, which is a candidate', () => {
    expect(blockageOf({ next: 8, held: [held(4, true), held(5), held(6), held(7)] }, 5)).toEqual({ next: 5, candidates: [{ nonce: 5, holder: 'k5' }], waiting: ['k6', 'k7'] });
  });

  it('has as candidates every nonce before a waiting one that nobody has under way', () => {
    const nonces = { next: 9, held: [held(3, true), held(5, true), held(6), held(8)] };
    expect(blockageOf(nonces, 3)?.candidates).toEqual([{ nonce: 3, holder: 'k3' }, { nonce: 4, holder: undefined }, { nonce: 5, holder: 'k5' }, { nonce: 7, holder: undefined }]);
  });

  it.each([
    ['nobody waits', { next: 6, held: [held(4, true), held(5)] }, 5],
    ['those behind are done', { next: 7, held: [held(5), held(6, true)] }, 5],
    ['there is nothing', { next: 0, held: [] }, 0],
  ])('is none when %s', (_what, nonces, used) => {
    expect(blockageOf(nonces, used)).toBeNull();
  });
});

describe('who uses a nonce', () => {
  it.each([
    ['its own', [transaction('signed', 5)]],
    ['its own', [transaction('numbered')]],
    ['its own', [transaction('refused', 5), transaction('signed', 5)]],
    ['final', [transaction('final', 5)]],
    ['nobody', []],
    ['nobody', [transaction('refused', 5)]],
    ['nobody', [transaction('signed', 6)]],
  ] as const)('is %s', (who, transactions) => {
    expect(userOf(5, transactions)).toBe(who);
  });
});

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
