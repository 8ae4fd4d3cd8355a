import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { availableOf, opened, type Account } from '../accounts/account.js';
import { placeHold, postHold, voidHold } from './hold-commands.js';
import { firstExpiryOf, withoutExpired } from './hold-commands.js';

const start = new Date('2026-01-15T10:00:00.000Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const dollars = (units: bigint) => Money.ofUnits('USD', units);
const empty = opened({ tenantId: 'acme', id: 'acc', kind: 'customer', owner: 'cus', nickname: undefined, openedAt: start, currency: 'USD' });
const rich: Account = { ...empty, posted: dollars(1_000n) };
const name = (holdId: string) => ({ holdId, accountId: 'acc' });
const situation = (account: Account) => ({ account, closed: account.pendingClosedHolds[0] ?? null, at: after(99) });

const holding = (account: Account, holdId: string, units: bigint, expiresAt?: Date): Account =>
  placeHold({ ...name(holdId), amount: dollars(units).toJson(), ...(expiresAt && { expiresAt: expiresAt.toISOString() }) }, { account, closed: null, at: start }).account ?? account;

describe('a hold whose time is over', () => {
  const expired = withoutExpired(holding(rich, 'h1', 600n, after(60)), after(60));

  it('holds nothing any more, and its end waits to be inserted', () => {
    expect(availableOf(expired).units).toBe(1_000n);
    expect(expired.pendingClosedHolds).toMatchObject([{ holdId: 'h1', outcome: 'expired', released: { units: 600n } }]);
  });

  it('is expired once', () => {
    expect(withoutExpired(expired, after(61))).toBe(expired);
  });

  it('cannot be posted, voids nothing more, and is not placed again', () => {
    const posting = { postingId: 'p1', amount: dollars(1n).toJson() as never, toAccountId: 'clearing:ACH:USD' };
    expect(postHold({ ...name('h1'), postings: [posting], releaseRest: false }, situation(expired)).answer.body).toMatchObject({ reason: 'hold_closed' });
    expect(voidHold({ ...name('h1'), currency: 'USD' }, situation(expired)).answer.body).toMatchObject({ voided: { units: '0' } });
    expect(placeHold({ ...name('h1'), amount: dollars(600n).toJson() }, situation(expired)).account).toBeUndefined();
  });

  it('keeps what was posted of it', () => {
    const posting = { postingId: 'p1', amount: dollars(200n).toJson() as never, toAccountId: 'clearing:ACH:USD' };
    const posted = postHold({ ...name('h1'), postings: [posting], releaseRest: false }, { account: holding(rich, 'h1', 600n, after(60)), closed: null, at: start }).account ?? rich;
    const left = withoutExpired(posted, after(60));
    expect([left.posted.units, availableOf(left).units]).toEqual([800n, 800n]);
    expect(left.pendingClosedHolds).toMatchObject([{ released: { units: 400n } }]);
  });
});

describe('a hold whose time is not over, or that has none', () => {
  it('is left alone', () => {
    const account = holding(holding(rich, 'h1', 100n, after(60)), 'h2', 100n);
    expect(withoutExpired(account, after(59))).toBe(account);
    expect(firstExpiryOf(account)).toEqual(after(60));
    expect(firstExpiryOf(holding(rich, 'h3', 1n))).toBeNull();
    expect(firstExpiryOf(holding(holding(rich, 'h1', 1n, after(90)), 'h2', 1n, after(60)))).toEqual(after(60));
  });
});

describe('any holds at any time', () => {
  it('never leave less than nothing pending, and what is pending is what is still held', () => {
    const holds = fc.array(fc.record({ units: fc.bigInt({ min: 1n, max: 400n }), lives: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }) }), { maxLength: 8 });
    fc.assert(fc.property(holds, fc.integer({ min: 0, max: 120 }), (wanted, at) => {
      const account = wanted.reduce((left, { units, lives }, index) => holding(left, `h${index}`, units, lives === undefined ? undefined : after(lives)), rich);
      const left = withoutExpired(account, after(at));
      expect(left.pending.units).toBe(left.holds.reduce((sum, { amount }) => sum + amount.units, 0n));
      expect(left.holds.every(({ expiresAt }) => expiresAt === undefined || expiresAt > after(at))).toBe(true);
      expect(left.holds.length + left.pendingClosedHolds.filter(({ outcome }) => outcome === 'expired').length).toBe(account.holds.length);
    }));
  });
});
