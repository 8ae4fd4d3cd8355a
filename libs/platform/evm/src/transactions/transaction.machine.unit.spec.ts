import { describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { actionFor, actionWhenNowhere, after, stateOf, states, waitMs, type Action, type Observation, type ObservationKind, type State } from './transaction.machine.js';
import type { Transaction } from './transaction.js';

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const address = '0x00000000000000000000000000000000000000aa';
const depths = { confirmations: 2, finalDepth: 5 };

const signed: Transaction = {
  owner: 'tests', chain: 'base', signer: address, to: address, callData: '0x', value: 0n, gas: 1n, status: 'signed', round: 1, nonce: 4,
  attempts: [{ hash: hash('a'), raw: '0x01', maxFeePerGas: 1n, maxPriorityFeePerGas: 1n, isSent: true, isAnnounced: true, signedAtMs: 0 }],
  refusals: 0, failedAttempts: 0, sequence: 1, unreported: [],
};
const receipt = (block = 10, blockHash = hash('b'), succeeded = true) => ({ hash: hash('a'), blockHash, block, succeeded, ...(succeeded ? {} : { reason: 'no' }) });
const around = { depths, nowMs: 7_000 };
interface Sighting { readonly head: number; readonly used: number; readonly receipt: ReturnType<typeof receipt> | null }

function look(transaction: Transaction, sighting: Partial<Sighting>): Transaction {
  const { head, used, receipt: found } = { head: 10, used: 4, receipt: null, ...sighting };
  return found === null ? after(transaction, { kind: 'nowhere', head, used }, around) : after(transaction, { kind: 'in-block', head, used, receipt: found }, around);
}
const unreportedOf = ({ unreported }: Transaction) => unreported.map(({ item }) => item.kind);

describe('a transaction in a block', () => {
  it('is told of when it is deep enough, not before, and once', () => {
    const shallow = look(signed, { receipt: receipt(), used: 5 });
    expect([shallow.status, unreportedOf(shallow)]).toEqual(['included', []]);
    const deep = look(shallow, { head: 11, receipt: receipt(), used: 5 });
    expect(unreportedOf(deep)).toEqual(['confirmed']);
    expect(unreportedOf(look(deep, { head: 12, receipt: receipt(), used: 5 }))).toEqual(['confirmed']);
  });

  it('is over when no reorganisation reaches it, and told of both at once when that is seen first', () => {
    const over = look(signed, { head: 14, receipt: receipt(), used: 5 });
    expect([over.status, unreportedOf(over)]).toEqual(['final', ['confirmed', 'final']]);
    expect(waitMs({ ...over, unreported: [] }, { pollMs: 100 })).toBeNull();
  });

  it('that reverted is told of with its reason', () => {
    const over = look(signed, { head: 14, receipt: receipt(10, hash('b'), false), used: 5 });
    expect(over.unreported.map(({ item }) => item)).toMatchObject([{ kind: 'reverted', reason: 'no' }, { kind: 'final', succeeded: false, reason: 'no' }]);
  });

  it('is not doubted because a node lags behind', () => {
    const included = look(signed, { head: 11, receipt: receipt(), used: 5 });
    expect(look(included, { head: 9 })).toMatchObject({ status: 'included', inclusion: { block: 10 } });
  });
});

describe('a reorganisation', () => {
  const reported = { ...look(signed, { head: 11, receipt: receipt(), used: 5 }), unreported: [] };

  it('puts the transaction back and has it sent again', () => {
    const back = look(reported, { head: 13 });
    expect([back.status, unreportedOf(back), back.attempts[0]?.isSent]).toEqual(['signed', ['put-back'], false]);
  });

  it('that moves it to another block takes back what was told, and tells it anew', () => {
    const moved = look(reported, { head: 13, receipt: receipt(12, hash('c')), used: 5 });
    expect([moved.status, unreportedOf(moved)]).toEqual(['included', ['put-back', 'confirmed']]);
  });

  it('is not told of when nothing was told before', () => {
    const shallow = look(signed, { receipt: receipt(), used: 5 });
    expect(unreportedOf(look(shallow, { head: 12 }))).toEqual([]);
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
    const again = (transaction: Transaction) => after(transaction, { kind: 'reverts', reason: 'no' }, around);
    const ordered: Transaction = { ...signed, status: 'ordered', attempts: [] };
    const twice = again(again(ordered));
    expect([twice.status, unreportedOf(twice)]).toEqual(['ordered', []]);
    expect(again(twice)).toMatchObject({ status: 'refused', unreported: [{ item: { kind: 'refused', reason: 'no' } }] });
  });
});

describe('what was final', () => {
  const over = { ...look(signed, { head: 14, receipt: receipt(), used: 5 }), unreported: [] };

  it('is looked for by its block', () => {
    expect(over).toMatchObject({ status: 'final', finalBlock: 10, finalAtMs: 7_000 });
    expect(look(over, { head: 30, receipt: receipt(), used: 5 })).toBe(over);
  });

  it('is sent again when it is gone, and its owner is told', () => {
    const back = look(over, { head: 30 });
    expect([stateOf(back), unreportedOf(back), back.finalBlock, back.waitingSinceMs]).toEqual(['unsent', ['gone'], undefined, 7_000]);
  });

  it('is followed once more in another block, without a word', () => {
    const moved = look(over, { head: 13, receipt: receipt(12, hash('c')), used: 5 });
    expect([moved.status, moved.inclusion?.block, unreportedOf(moved)]).toEqual(['included', 12, []]);
    expect(unreportedOf(look(moved, { head: 30, receipt: receipt(12, hash('c')), used: 5 }))).toEqual(['final']);
  });

  it('is told of as gone when it is in another block without effect', () => {
    const moved = look(over, { head: 30, receipt: receipt(12, hash('c'), false), used: 5 });
    expect([moved.status, unreportedOf(moved)]).toEqual(['final', ['gone', 'reverted', 'final']]);
  });

  it('and had failed is not sent again', () => {
    const failed = { ...look(signed, { head: 14, receipt: receipt(10, hash('b'), false), used: 5 }), unreported: [] };
    expect(look(failed, { head: 30 })).toMatchObject({ status: 'final', unreported: [] });
    expect(look(failed, { head: 30 }).finalBlock).toBeUndefined();
  });

  it('is not thought gone by a node that lags', () => {
    expect(look(over, { head: 9 })).toBe(over);
  });
});

describe('a form that the node does not take', () => {
  const unsent: Transaction = { ...signed, attempts: signed.attempts.map((attempt) => ({ ...attempt, isSent: false, isAnnounced: false })) };
  const taken = (transaction: Transaction) => after(transaction, { kind: 'taken' }, around);

  it('is not told of, and is looked for from then on', () => {
    const refused = after(unsent, { kind: 'not-taken', because: 'fee' }, around);
    expect([stateOf(refused), refused.notTaken, unreportedOf(refused)]).toEqual(['unsent', 'fee', []]);
    expect(waitMs(refused, { pollMs: 500 })).toBeGreaterThan(0);
  });

  it('and is taken later is told of, once', () => {
    const sent = taken(after(unsent, { kind: 'not-taken', because: 'fee' }, around));
    expect([stateOf(sent), sent.notTaken, unreportedOf(sent)]).toEqual(['sent', undefined, ['broadcast']]);
    const lost = after({ ...sent, unreported: [] }, { kind: 'not-taken', because: 'fee' }, around);
    expect([stateOf(lost), unreportedOf(taken(lost))]).toEqual(['unsent', []]);
  });
});

describe('every state by everything that can be observed', () => {
  const attempt = { hash: hash('d'), raw: '0x02', maxFeePerGas: 2n, maxPriorityFeePerGas: 2n, isSent: false, isAnnounced: false, signedAtMs: 1 } as const;
  const inclusion = { hash: hash('a'), blockHash: hash('b'), block: 10, succeeded: true, isReported: true };
  const of: Readonly<Record<State, Transaction>> = {
    ordered: { ...signed, status: 'ordered', attempts: [], gas: undefined },
    numbered: { ...signed, status: 'numbered', attempts: [] },
    unsent: { ...signed, attempts: signed.attempts.map((one) => ({ ...one, isSent: false })) },
    sent: signed,
    included: { ...signed, status: 'included', inclusion },
    refused: { ...signed, status: 'refused', attempts: [] },
    final: { ...signed, status: 'final', inclusion, finalBlock: 10, finalAtMs: 1 },
  };
  const observed: Readonly<Record<ObservationKind, Observation>> = {
    passes: { kind: 'passes', gas: 1n },
    reverts: { kind: 'reverts', reason: 'no' },
    signed: { kind: 'signed', nonce: 4, attempt },
    taken: { kind: 'taken' },
    'not-taken': { kind: 'not-taken', because: 'other' },
    nowhere: { kind: 'nowhere', head: 11, used: 4 },
    'in-block': { kind: 'in-block', head: 11, used: 5, receipt: receipt() },
  };
  const never = null;

  it.each<[State, Readonly<Record<ObservationKind, State | null>>]>([
    ['ordered', { passes: 'numbered', reverts: 'ordered', signed: never, taken: never, 'not-taken': never, nowhere: never, 'in-block': never }],
    ['numbered', { passes: 'numbered', reverts: never, signed: 'unsent', taken: never, 'not-taken': never, nowhere: never, 'in-block': never }],
    ['unsent', { passes: never, reverts: never, signed: 'unsent', taken: 'sent', 'not-taken': 'unsent', nowhere: 'unsent', 'in-block': 'included' }],
    ['sent', { passes: never, reverts: never, signed: 'unsent', taken: 'sent', 'not-taken': 'unsent', nowhere: 'sent', 'in-block': 'included' }],
    ['included', { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: 'unsent', 'in-block': 'included' }],
    ['refused', { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: 'refused', 'in-block': 'refused' }],
    ['final', { passes: never, reverts: never, signed: never, taken: never, 'not-taken': never, nowhere: 'unsent', 'in-block': 'final' }],
  ])('%s', (state, row) => {
    expect(stateOf(of[state])).toBe(state);
    for (const [kind, becomes] of Object.entries(row) as [ObservationKind, State | null][]) {
      const move = () => stateOf(after(of[state], observed[kind], around));
      if (becomes === null) expect(move).toThrow(TypeError);
      else expect([kind, move()]).toEqual([kind, becomes]);
    }
  });

  it('is all of them', () => {
    expect(Object.keys(of)).toEqual([...states]);
  });
});

describe('what is to be done', () => {
  const limits = { bumpAfterMs: 1_000 };
  const form = (isSent: boolean, signedAtMs = 0) => ({ ...signed, attempts: signed.attempts.map((attempt) => ({ ...attempt, isSent, signedAtMs })) });

  it.each<[string, Transaction, number, Action, ReturnType<typeof actionWhenNowhere>]>([
    ['just signed', form(false), 10, 'offer', 'offer'],
    ['could not be offered for long', form(false), 1_000, 'look', 'replace'],
    ['was not taken for its fee, a while ago', { ...form(false), notTaken: 'fee' }, 999, 'look', 'offer'],
    ['was not taken for its fee, long ago', { ...form(false), notTaken: 'fee' }, 1_000, 'look', 'replace'],
    ['was not taken for want of money', { ...form(false), notTaken: 'funds' }, 9_000, 'look', 'offer'],
    ['sent a while ago', form(true), 10, 'look', 'offer'],
    ['sent long ago', form(true), 1_000, 'look', 'replace'],
    ['put back just now', { ...form(false), waitingSinceMs: 5_000 }, 5_500, 'offer', 'offer'],
    ['put back long ago', { ...form(false), waitingSinceMs: 5_000 }, 6_000, 'look', 'replace'],
    ['displaced by another\'s', { ...form(true), displacedAt: 4 }, 9_000, 'look', 'nothing'],
  ])('about one that was %s', (_what, transaction, now, next, whenNowhere) => {
    expect([actionFor(transaction, now, limits), actionWhenNowhere(transaction, now, limits)]).toEqual([next, whenNowhere]);
  });
});
