import { describe, expect, it } from '@jest/globals';
import type { Group } from '@sluice/contract-liquidity';
import fc from 'fast-check';
import { usdcJson } from '../wallets/wallet.js';
import {
  answersToSourcing, begunLeg, checkedLeg, dueAtOf, dueUnwinds, legAfter, legGivenUp, releasedLeg, spentLeg, transfersOf, type Leg, type UnwindEvent,
} from './leg.js';

const now = new Date('2026-02-05T11:00:00.000Z');
const later = new Date('2026-02-06T11:00:00.000Z');
const source = (id: string, key: Group['key'], chain: 'ethereum' | 'arbitrum', units: bigint) => ({ id, key, chain, amount: usdcJson(units) });
const sources = {
  cash: source('cash', 'cash_usdc:cctp', 'arbitrum', 30n), usdz: source('usdz', 'usdz', 'arbitrum', 35n),
  syrup: source('syrup', 'syrupUsdc', 'ethereum', 5n), rlp: source('rlp', 'rlp', 'ethereum', 7n),
};
const name = { legId: 'leg', attempt: 1, reservationId: 'r', walletId: 'w' };
const legOf = (...of: (keyof typeof sources)[]): Leg =>
  begunLeg({ ...name, destinationChain: 'ethereum', group: { key: sources[of.at(-1)!].key, amount: usdcJson(1n), sources: of.map((one) => sources[one]) } });
const typesOf = (leg: Leg): string[] => answersToSourcing(leg).map(({ contract }) => contract.type);

describe('a leg of cash alone', () => {
  it('is sourced as soon as its cash is found, and says what lies elsewhere', () => {
    const leg = checkedLeg(legOf('cash'), 'there', now);
    expect([leg.status, leg.sourcedAt]).toEqual(['sourced', now.toISOString()]);
    expect(answersToSourcing(leg)).toMatchObject([{ body: { ...name, transfers: [{ fromChain: 'arbitrum', amount: usdcJson(30n) }] } }]);
  });

  it.each([['short', 'cash_leg_unfulfillable_stale_ledger'], ['gone', 'released']] as const)('is not to be had when its cash is %s', (found, reason) => {
    const leg = checkedLeg(legOf('cash', 'usdz'), found, now);
    expect(answersToSourcing(leg)).toMatchObject([{ body: { ...name, reason } }]);
    expect(dueUnwinds(leg, later)).toEqual([]);
    expect(dueAtOf(leg, now)).toBeNull();
  });

  it('is checked once', () => {
    const leg = checkedLeg(legOf('cash'), 'there', now);
    expect(checkedLeg(leg, 'short', later)).toBe(leg);
  });
});

describe('a leg of cash and positions', () => {
  it('waits for every unwind, and adds up what lies on one chain', () => {
    const begunLeg = checkedLeg(legOf('cash', 'usdz', 'syrup'), 'there', now);
    expect([begunLeg.status, dueUnwinds(begunLeg, now).map(({ sourceId }) => sourceId), dueAtOf(begunLeg, now)]).toEqual(['unwinding', ['usdz', 'syrup'], now]);
    const half = legAfter(begunLeg, 'usdz', { kind: 'paid-out' }, now);
    expect(typesOf(half)).toEqual([]);
    const whole = legAfter(half, 'syrup', { kind: 'paid-out' }, later);
    expect(typesOf(whole)).toEqual(['liquidity.group-sourced-elsewhere']);
    expect(transfersOf(whole)).toMatchObject([{ fromChain: 'arbitrum', units: 65n }]);
  });

  it('is not to be had when one of them fails, whatever becomes of the other', () => {
    const failed = legAfter(checkedLeg(legOf('usdz', 'syrup'), 'there', now), 'syrup', { kind: 'failed' }, now);
    expect(answersToSourcing(failed)).toMatchObject([{ body: { reason: 'onchain_reverted' } }]);
    expect(legAfter(failed, 'usdz', { kind: 'paid-out' }, later).status).toBe('unavailable');
  });

  it('does nothing before its cash was checked', () => {
    const leg = legOf('cash', 'usdz');
    expect([dueUnwinds(leg, now), dueAtOf(leg, now), typesOf(leg)]).toEqual([[], now, []]);
  });
});

describe('a position with a window', () => {
  const asked = legAfter(checkedLeg(legOf('rlp'), 'there', now), 'rlp', { kind: 'requested', requestId: '4', readyAt: later }, now);

  it('is left alone until the window ends, and then fetched', () => {
    expect([dueUnwinds(asked, now), dueAtOf(asked, now)]).toEqual([[], later]);
    expect(dueUnwinds(asked, later)).toMatchObject([{ requestId: '4' }]);
    const fetching = legAfter(asked, 'rlp', { kind: 'claiming' }, later);
    expect([dueUnwinds(fetching, later), dueAtOf(fetching, later)]).toEqual([[], null]);
    expect(typesOf(legAfter(fetching, 'rlp', { kind: 'paid-out' }, later))).toEqual(['liquidity.group-sourced']);
  });

  it('is not paid out by its request', () => {
    const leg = checkedLeg(legOf('rlp'), 'there', now);
    expect(legAfter(leg, 'rlp', { kind: 'paid-out' }, now)).toBe(leg);
  });

  it('is fetched again, under another key, when the position did not take it', () => {
    const refused = legAfter(legAfter(asked, 'rlp', { kind: 'claiming' }, later), 'rlp', { kind: 'payout-refused' }, later);
    expect(refused.unwinds).toMatchObject([{ status: 'waiting', failedFetches: 1 }]);
    expect(dueAtOf(refused, later)!.getTime()).toBeGreaterThan(later.getTime());
  });

  it('runs on when its leg is given up, and answers nobody', () => {
    const given = releasedLeg(asked);
    expect(dueAtOf(given, now)).toEqual(later);
    const done = legAfter(legAfter(given, 'rlp', { kind: 'claiming' }, later), 'rlp', { kind: 'paid-out' }, later);
    expect([done.status, done.unwinds[0]?.status, dueAtOf(done, later)]).toEqual(['released', 'done', null]);
  });
});

describe('a leg that is over', () => {
  it('that was never begun is released for good', () => {
    expect(answersToSourcing(legGivenUp(name))).toMatchObject([{ body: { reason: 'released' } }]);
    expect(releasedLeg(legGivenUp(name))).toEqual(legGivenUp(name));
  });

  it('begins no unwind once it is given up', () => {
    expect(dueUnwinds(releasedLeg(checkedLeg(legOf('usdz'), 'there', now)), later)).toEqual([]);
  });

  it('is spent or released, never both', () => {
    const sourced = checkedLeg(legOf('cash'), 'there', now);
    expect(releasedLeg(spentLeg(sourced)).status).toBe('spent');
    expect(spentLeg(releasedLeg(sourced)).status).toBe('released');
  });
});

describe('whatever comes, in any order and any number', () => {
  const unwindEvent = fc.constantFrom<UnwindEvent>({ kind: 'taking' }, { kind: 'claiming' }, { kind: 'failed' }, { kind: 'payout-refused' }, { kind: 'paid-out' },
    { kind: 'not-ready', againAfterMs: 10 }, { kind: 'requested', requestId: '1', readyAt: later });
  const move = fc.oneof(
    fc.tuple(fc.constantFrom('usdz', 'rlp', 'nobody'), unwindEvent).map(([id, event]) => (leg: Leg) => legAfter(leg, id, event, now)),
    fc.constantFrom('there', 'short', 'gone').map((found) => (leg: Leg) => checkedLeg(leg, found, now)),
    fc.constantFrom(releasedLeg, spentLeg),
  );

  it('an answer given is never taken back, and a leg is sourced only when every unwind is done', () => {
    fc.assert(fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
      let leg = legOf('cash', 'usdz', 'rlp');
      for (const apply of moves) {
        const [before, next] = [leg, apply(leg)];
        if (before.status === 'released' || before.status === 'spent') expect(next.status).toBe(before.status);
        if (before.status === 'unavailable') expect(['unavailable', 'released']).toContain(next.status);
        if (before.status === 'sourced') expect(['sourced', 'released', 'spent']).toContain(next.status);
        if (next.status === 'sourced') expect(next.unwinds.every(({ status }) => status === 'done')).toBe(true);
        for (const [index, { status }] of before.unwinds.entries()) if (status === 'done' || status === 'failed') expect(next.unwinds[index]?.status).toBe(status);
        leg = next;
      }
    }), { numRuns: 500 });
  });
});
