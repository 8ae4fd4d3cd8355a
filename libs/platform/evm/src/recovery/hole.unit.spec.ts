import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '../transactions/transaction.js';
import { blockageOf, userOf } from './hole.js';

const held = (nonce: number, isDone = false) => ({ key: `k${nonce}`, nonce, isDone });
const transaction = (status: Transaction['status'], nonce?: number) => ({ status, nonce }) as unknown as Transaction;

describe('a blockage', () => {
  it('is there while somebody waits behind the next nonce, which is suspected', () => {
    expect(blockageOf({ next: 8, held: [held(4, true), held(5), held(6), held(7)] }, 5)).toEqual({ next: 5, suspects: [{ nonce: 5, holder: 'k5' }], waiting: ['k6', 'k7'] });
  });

  it('suspects every nonce before a waiting one that nobody has under way', () => {
    const nonces = { next: 9, held: [held(3, true), held(5, true), held(6), held(8)] };
    expect(blockageOf(nonces, 3)?.suspects).toEqual([{ nonce: 3, holder: 'k3' }, { nonce: 4, holder: undefined }, { nonce: 5, holder: 'k5' }, { nonce: 7, holder: undefined }]);
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
