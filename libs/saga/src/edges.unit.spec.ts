import { describe, expect, it } from '@jest/globals';
import { sampleSaga } from '../test/sample-saga.js';
import { edgesOf, messagesOf } from './edges.js';

const { rows } = sampleSaga;

const arrowsOf = (saga: typeof sampleSaga): string[] => edgesOf(saga).map(({ from, by, to, renews }) => [from, by, to, ...renews].join(' '));

const usual = [
  'reserving stock.reserved paying', 'reserving stock.refused abandoned', 'reserving customer.cancel givingBack', 'reserving timeout givingBack',
  'paying bank.paid paid', 'paying timeout paying', 'givingBack stock.given-back abandoned', 'givingBack timeout givingBack',
];

const withRows = (changed: object) => ({ ...sampleSaga, rows: { ...rows, ...changed } }) as typeof sampleSaga;

describe('the arrows of a table', () => {
  it('are its messages and its timeouts', () => {
    expect(arrowsOf(sampleSaga)).toEqual(usual);
  });

  it('name the commands that are sent under new ids', () => {
    const renewing = withRows({ givingBack: { ...rows.givingBack, onTimeout: { to: 'givingBack', assign: () => ({}), renews: ['stock.give-back'] } } });
    expect(arrowsOf(renewing)).toEqual([...usual.slice(0, -1), 'givingBack timeout givingBack stock.give-back']);
  });

  it('lead on from a state that is skipped, and from one that is skipped in turn, but not where a state leads to itself', () => {
    const skip = (to: string) => ({ when: () => true, to });
    const skipping = withRows({ paying: { ...rows.paying, skip: skip('givingBack') }, givingBack: { ...rows.givingBack, skip: skip('abandoned') } });
    expect(arrowsOf(skipping)).toEqual([
      'reserving stock.reserved paying', 'reserving stock.reserved givingBack', 'reserving stock.reserved abandoned', 'reserving stock.refused abandoned',
      'reserving customer.cancel givingBack', 'reserving customer.cancel abandoned', 'reserving timeout givingBack', 'reserving timeout abandoned', ...usual.slice(4),
    ]);
  });

  it('lead past a state that an earlier version had not', () => {
    const added = withRows({ paying: { ...rows.paying, since: { version: 2, instead: 'paid' } } });
    expect(arrowsOf(added)).toEqual([usual[0], 'reserving stock.reserved paid', ...usual.slice(1)]);
  });

  it('are none for a message that is named and leads nowhere', () => {
    const without = withRows({ reserving: { ...rows.reserving, on: { ...rows.reserving.on, 'customer.cancel': undefined } } });
    expect(arrowsOf(without)).toEqual(usual.filter((arrow) => arrow !== 'reserving customer.cancel givingBack'));
  });
});

describe('the messages of a table', () => {
  it('are those that any row handles, ignores, defers or parks, each once, and no timeout', () => {
    expect(messagesOf(sampleSaga)).toEqual(['bank.paid', 'customer.cancel', 'stock.given-back', 'stock.refused', 'stock.reserved']);
    const silent = { phase: 'open', timeout: '1m', onTimeout: 'paid', on: {} };
    const parked = withRows({ reserving: { ...silent, ignore: ['c'] }, paying: { ...silent, defer: ['b', 'c'] }, givingBack: silent, paid: { phase: 'closed', ends: true, on: {}, park: ['a'] }, abandoned: { phase: 'closed', ends: true, on: {} } });
    expect(messagesOf(parked)).toEqual(['a', 'b', 'c']);
  });
});
