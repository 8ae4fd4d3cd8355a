import { describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { seen, waitMs, wouldRevert, type Sighting } from './steps.js';
import type { Transaction } from './transaction.js';

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const address = '0x00000000000000000000000000000000000000aa';
const depths = { confirmations: 2, finalDepth: 5 };

const signed: Transaction = {
  owner: 'tests', chain: 'base', signer: address, to: address, callData: '0x', value: 0n, gas: 1n, status: 'signed', round: 1, nonce: 4,
  attempts: [{ hash: hash('a'), raw: '0x01', maxFeePerGas: 1n, maxPriorityFeePerGas: 1n, isSent: true, isAnnounced: true, signedAtMs: 0 }],
  refusals: 0, fruitless: 0, sequence: 1, untold: [],
};
const receipt = (block = 10, blockHash = hash('b'), succeeded = true) => ({ hash: hash('a'), blockHash, block, succeeded, ...(succeeded ? {} : { reason: 'no' }) });
const look = (transaction: Transaction, sighting: Partial<Sighting>) => seen(transaction, { head: 10, receipt: null, used: 4, ...sighting }, depths);
const news = ({ untold }: Transaction) => untold.map(({ item }) => item.kind);

describe('a transaction in a block', () => {
  it('is told of when it is deep enough, not before, and once', () => {
    const shallow = look(signed, { receipt: receipt(), used: 5 });
    expect([shallow.status, news(shallow)]).toEqual(['included', []]);
    const deep = look(shallow, { head: 11, receipt: receipt(), used: 5 });
    expect(news(deep)).toEqual(['confirmed']);
    expect(news(look(deep, { head: 12, receipt: receipt(), used: 5 }))).toEqual(['confirmed']);
  });

  it('is over when no reorganisation reaches it, and told of both at once when that is seen first', () => {
    const over = look(signed, { head: 14, receipt: receipt(), used: 5 });
    expect([over.status, news(over)]).toEqual(['final', ['confirmed', 'final']]);
    expect(waitMs({ ...over, untold: [] }, { pollMs: 100 })).toBeNull();
  });

  it('that reverted is told of with its reason', () => {
    const over = look(signed, { head: 14, receipt: receipt(10, hash('b'), false), used: 5 });
    expect(over.untold.map(({ item }) => item)).toMatchObject([{ kind: 'reverted', reason: 'no' }, { kind: 'final', succeeded: false, reason: 'no' }]);
  });

  it('is not doubted because a node lags behind', () => {
    const included = look(signed, { head: 11, receipt: receipt(), used: 5 });
    expect(look(included, { head: 9 })).toMatchObject({ status: 'included', inclusion: { block: 10 } });
  });
});

describe('a reorganisation', () => {
  const told = { ...look(signed, { head: 11, receipt: receipt(), used: 5 }), untold: [] };

  it('puts the transaction back and has it sent again', () => {
    const back = look(told, { head: 13 });
    expect([back.status, news(back), back.attempts[0]?.isSent]).toEqual(['signed', ['put-back'], false]);
  });

  it('that moves it to another block takes back what was told, and tells it anew', () => {
    const moved = look(told, { head: 13, receipt: receipt(12, hash('c')), used: 5 });
    expect([moved.status, news(moved)]).toEqual(['included', ['put-back', 'confirmed']]);
  });

  it('is not told of when nothing was told before', () => {
    const shallow = look(signed, { receipt: receipt(), used: 5 });
    expect(news(look(shallow, { head: 12 }))).toEqual([]);
  });
});

describe('a nonce that somebody else has used', () => {
  it('is given up only when no reorganisation can bring ours back', () => {
    const noticed = look(signed, { head: 20, used: 5 });
    expect(noticed).toMatchObject({ status: 'signed', displacedAt: 20 });
    expect(look(noticed, { head: 24, used: 5 })).toMatchObject({ status: 'signed' });
    expect(look(noticed, { head: 25, used: 5 })).toMatchObject({ status: 'numbered', round: 2, attempts: [] });
  });

  it('is ours again when the other\'s is gone, or when ours is found after all', () => {
    const noticed = look(signed, { head: 20, used: 5 });
    expect(look(noticed, { head: 30, used: 4 }).displacedAt).toBeUndefined();
    expect(look(noticed, { head: 30, used: 5, receipt: receipt(29) }).displacedAt).toBeUndefined();
  });
});

describe('a call that would revert', () => {
  it('is refused only when that is said three times in a row', () => {
    const ordered: Transaction = { ...signed, status: 'ordered', attempts: [] };
    const twice = wouldRevert(wouldRevert(ordered, 'no'), 'no');
    expect([twice.status, news(twice)]).toEqual(['ordered', []]);
    expect(wouldRevert(twice, 'no')).toMatchObject({ status: 'refused', untold: [{ item: { kind: 'refused', reason: 'no' } }] });
  });
});
