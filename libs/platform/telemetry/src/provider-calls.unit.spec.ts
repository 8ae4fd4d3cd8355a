import { describe, expect, it } from '@jest/globals';
import { RecentProviderCalls } from './provider-calls.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 15, 10, minute));

describe('calls to providers, lately', () => {
  it('are counted by provider, whatever was called of it, with those that failed', () => {
    const recent = new RecentProviderCalls();
    recent.count('acme', 'bank.submit', 'answered', at(0));
    recent.count('acme', 'bank.inquire', 'failed', at(1));
    recent.count('acme', 'signer.submit', 'answered', at(2));
    expect(recent.of('acme', at(2))).toEqual([
      { provider: 'bank', calls: 2, failed: 1, lastAt: at(1), lastOutcome: 'failed' }, { provider: 'signer', calls: 1, failed: 0, lastAt: at(2), lastOutcome: 'answered' },
    ]);
  });

  it('are of one tenant, and of none whose name begins alike', () => {
    const recent = new RecentProviderCalls();
    recent.count('acme', 'bank.submit', 'answered', at(0));
    recent.count('acme2', 'bank.submit', 'failed', at(0));
    expect(recent.of('acme', at(0))).toMatchObject([{ calls: 1, failed: 0 }]);
    expect(recent.of('acm', at(0))).toEqual([]);
  });

  it('are kept for one span beyond their own, and then forgotten', () => {
    const recent = new RecentProviderCalls();
    recent.count('acme', 'bank.submit', 'failed', at(0));
    expect(recent.of('acme', at(7))).toMatchObject([{ calls: 1, failed: 1 }]);
    recent.count('acme', 'bank.submit', 'answered', at(8));
    expect(recent.of('acme', at(9))).toMatchObject([{ calls: 2, failed: 1, lastOutcome: 'answered' }]);
    expect(recent.of('acme', at(11))).toMatchObject([{ calls: 1, failed: 0 }]);
    expect(recent.of('acme', at(40))).toEqual([]);
  });
});
