import { describe, expect, it } from '@jest/globals';
import type { NewsItem } from '@sluice/evm';
import { isGone, type ChainLeg } from './chain-leg.js';
import { heardFromChain } from './chain-steps.js';

const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const [now, later] = [new Date('2026-02-05T11:00:00.000Z'), new Date('2026-02-05T11:00:09.000Z')];
const delivered: ChainLeg = {
  withdrawalId: 'w', legId: 'l', attempt: 1, walletId: 'a', status: 'delivered', isInLine: false, isToBeWithdrawn: false, fruitless: 0, turn: 4, txHash: hash('a'), asker: { replyTo: 'intake' },
};

const confirmed: NewsItem = { kind: 'confirmed', hash: hash('b'), block: 9 };
const reverted: NewsItem = { kind: 'final', hash: hash('a'), block: 9, succeeded: false, reason: 'authorization is expired' };

function hear(leg: ChainLeg, ...news: NewsItem[]): ChainLeg {
  return news.reduce<ChainLeg>((before, item) => {
    const turn = heardFromChain(before, item, before === leg ? now : later);
    expect(turn?.tell).toBeUndefined();
    return turn?.leg ?? before;
  }, leg);
}

describe('a delivered leg that is gone from its chain', () => {
  it('stays delivered for its withdrawal, and is known to be gone', () => {
    const gone = hear(delivered, { kind: 'gone' });
    expect(gone).toEqual({ ...delivered, goneSince: now.toISOString() });
    expect([isGone(delivered), isGone(gone)]).toEqual([false, true]);
  });

  it.each<[string, NewsItem]>([['found gone once more', { kind: 'gone' }], ['sent again', { kind: 'broadcast', hash: hash('b') }], ['put back once more', { kind: 'put-back' }], ['reverted, not for good', { kind: 'reverted', hash: hash('b'), block: 9, reason: 'no' }]])('and is %s is no other than before', (_what, news) => {
    const gone = hear(delivered, { kind: 'gone' });
    expect(heardFromChain(gone, news, later)).toBeNull();
  });

  it('and is paid again is well, in the transaction that paid it', () => {
    const well = hear(delivered, { kind: 'gone' }, confirmed);
    expect(well).toMatchObject({ status: 'delivered', txHash: hash('b'), goneSince: now.toISOString(), foundAgainAt: later.toISOString() });
    expect(isGone(well)).toBe(false);
    expect(heardFromChain(well, { ...confirmed, kind: 'final', succeeded: true }, later)).toBeNull();
  });

  it('and cannot be paid again says why, once, and is not failed', () => {
    const lost = hear(delivered, { kind: 'gone' }, reverted);
    expect(lost).toMatchObject({ status: 'delivered', goneFor: 'authorization is expired' });
    expect(heardFromChain(lost, reverted, later)).toBeNull();
  });

  it('for the second time is gone anew', () => {
    const again = hear(delivered, { kind: 'gone' }, confirmed, { kind: 'gone' });
    expect(again).toMatchObject({ goneSince: later.toISOString() });
    expect(isGone(again)).toBe(true);
  });
});

describe('a leg that is not delivered', () => {
  it('is followed by its transaction, gone or not', () => {
    expect(heardFromChain({ ...delivered, status: 'failed' }, { kind: 'gone' }, now)).toBeNull();
    expect(heardFromChain({ ...delivered, status: 'confirming' }, { kind: 'gone' }, now)).toBeNull();
  });
});
