import { describe, expect, it } from '@jest/globals';
import { signatures } from './sender.js';

describe('the published vectors', () => {
  it('are met by WealthKernel’s scheme', () => {
    const { header, value } = signatures.wealthkernel({ secrets: ['c2VjcmV0LXNlY3JldC1zZWNyZXQ='], body: '{"eventId":"whevt-abc123"}', at: 1700000000 });
    expect([header, value]).toEqual(['Webhook-Signature', 't=1700000000,v1=62f982818b59bff84169c009aef782c57b130b840f0188a3bd5392ebdc09c2d7']);
  });

  it('are met by Braid’s scheme', () => {
    const secret = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
    const { header, value } = signatures.braid({ secrets: [secret], body: '{"event":"portfolio_wallet.withdrawal.status_changed"}', at: 1700000000 });
    expect([header, value]).toEqual(['Braid-Signature', 't=1700000000,v1=1a4d128ece763428073d6bb10fa5c5f7e00c8592af98f0e70bddd8630de406d6']);
  });
});

describe('a signature', () => {
  const signing = { secrets: ['c2VjcmV0'], body: '{}', at: 1700000000 };

  it('is made once for each active secret', () => {
    expect(signatures.wealthkernel({ ...signing, secrets: ['c2VjcmV0', 'b3RoZXI='] }).value.split(',')).toHaveLength(3);
  });

  it.each(['wealthkernel', 'bultra', 'braid'] as const)('of %s changes with the body, the time and the secret', (dialect) => {
    const of = (change: object): string => signatures[dialect]({ ...signing, ...change }).value;
    expect(new Set([of({}), of({ body: '{ }' }), of({ at: 1700000001 }), of({ secrets: ['b3RoZXI='] })]).size).toBe(4);
  });

  it('of Bultra and Braid is the same text under another header', () => {
    expect(signatures.bultra(signing).value).toBe(signatures.braid(signing).value);
    expect(signatures.bultra(signing).header).not.toBe(signatures.braid(signing).header);
  });
});
