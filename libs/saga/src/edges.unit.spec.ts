import { describe, expect, it } from '@jest/globals';
import { sampleSaga } from '../test/sample-saga.js';
import { diagramOf, edgesOf, matrixOf, messagesOf } from './edges.js';

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

const drawn = withRows({
  reserving: { ...rows.reserving, phase: 'open', replies: { 'customer.order': 'pending', 'customer.cancel': 'accepted' }, cancellable: true, ignore: ['bank.paid'] },
  paying: { ...rows.paying, phase: 'busy', hold: 'review', ignore: ['stock.reserved'], defer: ['customer.cancel'], park: ['stock.refused'] },
  givingBack: { ...rows.givingBack, phase: 'busy', compensates: true, onTimeout: { to: 'givingBack', renews: ['stock.give-back'] } },
  paid: { phase: 'done', ends: true, on: { 'customer.cancel': { to: 'abandoned', assign: () => ({}) } } },
  abandoned: { phase: 'done', ends: true, on: {} },
});

describe('a table as a matrix', () => {
  it('has a row for each column, the timeout and each message, and a column for each state', () => {
    expect(matrixOf(drawn).split('\n')).toEqual([
      '| message | reserving | paying | givingBack | paid | abandoned |',
      '| --- | --- | --- | --- | --- | --- |',
      '| *phase* | open | busy | busy | done | done |',
      '| *hold* |  | review |  |  |  |',
      '| *replies* | customer.order pending, customer.cancel accepted |  | cancellation pending |  |  |',
      '| *cancellable* | yes |  |  |  |  |',
      '| *compensates* |  |  | yes |  |  |',
      '| *timeout* | → givingBack | → paying | → givingBack | end | end |',
      '| bank.paid | ignored | → paid |  |  |  |',
      '| customer.cancel | → givingBack | deferred |  | → abandoned |  |',
      '| stock.given-back |  |  | → abandoned |  |  |',
      '| stock.refused | → abandoned | parked | ignored |  |  |',
      '| stock.reserved | → paying | ignored | ignored |  |  |',
    ]);
  });
});

describe('a table as a diagram', () => {
  it('begins where withdrawals begin, ends where they end, and has one arrow between two states', () => {
    expect(diagramOf(drawn).split('\n')).toEqual([
      'stateDiagram-v2',
      '  [*] --> reserving',
      '  reserving --> paying : stock.reserved',
      '  reserving --> abandoned : stock.refused',
      '  reserving --> givingBack : customer.cancel, timeout',
      '  paying --> paid : bank.paid',
      '  paying --> paying : timeout',
      '  givingBack --> abandoned : stock.given-back',
      '  givingBack --> givingBack : timeout',
      '  paid --> abandoned : customer.cancel',
      '  paid --> [*]',
      '  abandoned --> [*]',
    ]);
  });
});
