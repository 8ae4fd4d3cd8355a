import { describe, expect, it } from '@jest/globals';
import { FakeBridge } from '../../test/fake-bridge.ts';
import { actionFor, isStuck, observed, transferSchema, type Transfer } from './transfer.js';

const now = new Date('2026-02-05T12:00:00.000Z');
const around = { recalling: false, now };
const transfer = (fields: Partial<Transfer>): Transfer =>
  transferSchema.parse({ id: 't', fromChain: 'arbitrum', amount: '35', fee: '0', status: 'planned', attempt: 1, lastObservation: 0, failedAttempts: 0, mints: 0, ...fields });

describe('observations that were made before', () => {
  it('do not take back what has happened again since', () => {
    const bridge = new FakeBridge();
    for (let count = 0; count < 2; count += 1) bridge.act(false, 'pending');
    bridge.make('through');
    bridge.tell(false, 0);
    bridge.act(false, 'pending');
    bridge.make('through');
    bridge.tell(false, 0);
    bridge.reorganise();
    bridge.tell(false, 0);
    expect(bridge.transfer.status).toBe('burning');
    for (let count = 0; count < 2; count += 1) bridge.make('through');
    bridge.tell(false, 0);
    bridge.tell(false, 2);
    expect(bridge.transfer.status).toBe('attesting');
  });

  it.each([
    ['another step', { step: 'mint' as const, attempt: 1, sequence: 2 }],
    ['another try', { step: 'burn' as const, attempt: 2, sequence: 2 }],
    ['an earlier moment', { step: 'burn' as const, attempt: 1, sequence: 1 }],
  ])('of %s change nothing', (_what, about) => {
    expect(observed(transfer({ status: 'burning', lastObservation: 1 }), { kind: 'done', hash: '0xab', ...about }, around)).toBeNull();
  });
});

describe('a step without effect', () => {
  const undone = (reason: string, step: 'pull' | 'burn' | 'mint', attempt = 1) => ({ kind: 'undone' as const, step, attempt, sequence: 5, reason });

  it('is tried again when its authorization ran out, and not for other reasons', () => {
    expect(observed(transfer({ status: 'pulling' }), undone('FiatTokenV2: authorization is expired', 'pull'), around)).toMatchObject({ status: 'pulling', attempt: 2, lastObservation: 0 });
    expect(observed(transfer({ status: 'pulling' }), undone('ERC20: transfer amount exceeds balance', 'pull'), around)).toMatchObject({ status: 'failed', reason: 'onchain_reverted' });
  });

  it('is tried three times for a burn, and then the wallet gets its money back', () => {
    expect(observed(transfer({ status: 'burning', attempt: 2 }), undone('paused', 'burn', 2), around)).toMatchObject({ status: 'burning', attempt: 3 });
    expect(observed(transfer({ status: 'burning', attempt: 3 }), undone('paused', 'burn', 3), around)).toMatchObject({ status: 'returning', attempt: 1, reason: 'onchain_reverted' });
  });

  it('is no end for a mint before it was searched on the chain', () => {
    const troubled = observed(transfer({ status: 'minting', mints: 3, attempt: 3 }), undone('Nonce already used', 'mint', 3), around);
    expect(troubled && actionFor(troubled, now, 1_000)).toBe('find-mint');
    expect(troubled && observed(troubled, { kind: 'found-minted', hash: '0xab' }, around)).toMatchObject({ status: 'minted', mintHash: '0xab' });
    expect(troubled && observed(troubled, { kind: 'not-minted' }, around)).toMatchObject({ status: 'failed', reason: 'onchain_failed' });
  });
});

describe('an attestation', () => {
  const attesting = transfer({ status: 'attesting', nonce: '0x1', attestingSince: '2026-02-05T11:30:00.000Z' });

  it('is stuck only when it takes longer than any should, and again that long after a new one was requested', () => {
    expect([isStuck(attesting, now, 1_800_001), isStuck(attesting, now, 1_800_000)]).toEqual([false, true]);
    expect(isStuck({ ...attesting, reattestedAt: '2026-02-05T11:59:00.000Z' }, now, 1_800_000)).toBe(false);
  });

  it('cannot be requested anew before the service has seen the burn', () => {
    expect(actionFor(transfer({ status: 'attesting', attestingSince: '2026-02-05T01:00:00.000Z' }), now, 1_800_000)).toBe('inquire');
  });

  it('is inquired with growing waits, of ten seconds at most', () => {
    const delays = [0, 5, 50].map((failedAttempts) => {
      const next = observed(transfer({ ...attesting, failedAttempts }), { kind: 'unattested' }, around);
      return new Date(next?.nextAt ?? 0).getTime() - now.getTime();
    });
    expect(delays).toEqual([200, 1_519, 10_000]);
  });
});
