import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { transactions } from './transaction.js';

const hash = `0x${'a'.repeat(64)}`;

/** As every version has stored it. */
const golden = {
  owner: 'burns', chain: 'base', signer: '0x21246509968c4d24611f414560971AEc2e3A079B', to: '0x21246509968c4d24611f414560971AEc2e3A079B', callData: '0x', value: '0', status: 'included', round: 1, nonce: 7,
  attempts: [], inclusion: { hash, blockHash: hash, block: 12, succeeded: true, isTold: true }, refusals: 0, fruitless: 3, sequence: 2,
  untold: [{ sequence: 2, item: { kind: 'broadcast', hash } }], ofALaterVersion: { is: 'kept' },
};

describe('a stored transaction', () => {
  it('is read by the names of the code and written by those it had, with what is unknown', () => {
    expect(storedAfter(transactions, golden)).toEqual(golden);
    const changed = storedAfter(transactions, golden, (state) => ({ ...state, failedAttempts: state.failedAttempts + 1, unreported: state.unreported.slice(1) }));
    expect(changed).toEqual({ ...golden, fruitless: 4, untold: [] });
  });

  it.each(['fruitless', 'untold'])('is refused without its %s, which code has under another name', (field) => {
    expect(() => storedAfter(transactions, Object.fromEntries(Object.entries(golden).filter(([name]) => name !== field)))).toThrow();
  });
});
