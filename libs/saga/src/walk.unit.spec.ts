import { describe, expect, it } from '@jest/globals';
import type { AnyRow, Columns } from './saga.js';
import { sampleSaga, type SampleData, type SampleMessages, type SampleState } from '../test/sample-saga.js';
import { problemsOf } from './walk.js';

type Row = AnyRow<SampleState, SampleData, SampleMessages, Columns, string>;

const withRow = (state: SampleState, change: Partial<Row>) => ({ ...sampleSaga, rows: { ...sampleSaga.rows, [state]: { ...sampleSaga.rows[state], ...change } } });

describe('a sound table', () => {
  it('has no problems', () => {
    expect(problemsOf(sampleSaga)).toEqual([]);
  });
});

describe('a table with a mistake', () => {
  it('names the state that is never reached', () => {
    expect(problemsOf(withRow('reserving', { on: { 'stock.reserved': 'paying', 'stock.refused': 'abandoned' }, onTimeout: 'reserving' })))
      .toContain('givingBack is never reached');
  });

  it('names the state from which no end can be reached', () => {
    expect(problemsOf(withRow('paying', { on: { 'bank.paid': 'paying' } }))).toContain('paying leads to no end');
  });

  it('names the answer that the sending state forgot', () => {
    expect(problemsOf(withRow('reserving', { on: { 'stock.reserved': 'paying', 'customer.cancel': 'givingBack' } })))
      .toContain('reserving does not know stock.refused');
  });

  it('names the late answer that the way back forgot', () => {
    expect(problemsOf(withRow('givingBack', { ignore: ['stock.refused'] }))).toContain('givingBack does not know stock.reserved');
  });

  it('names the late answer that an end forgot, though what it answers was revoked', () => {
    expect(problemsOf(withRow('abandoned', { ignore: ['stock.given-back', 'stock.refused'] }))).toContain('abandoned does not know stock.reserved');
  });

  it('names the second answer that a later state forgot, where a command is sent again after its timeout', () => {
    expect(problemsOf(withRow('paid', { ignore: ['stock.reserved', 'stock.refused'] }))).toContain('paid does not know bank.paid');
  });

  it('names the command that an end leaves open', () => {
    expect(problemsOf(withRow('reserving', { onTimeout: 'abandoned' }))).toContain('abandoned ends with stock.reserve still open');
  });
});

describe('a table whose columns say what is not so', () => {
  it.each<[string, SampleState, Partial<Row>, string]>([
    ['an end that does not look ended', 'paid', { phase: 'open' }, 'paid ends in the phase open, which is not terminal'],
    ['a state that looks ended before an end', 'paying', { phase: 'closed' }, 'paying has the terminal phase closed before an end'],
    ['a start that looks ended', 'reserving', { phase: 'closed' }, 'reserving has the terminal phase closed before an end'],
    ['an end that is held up', 'paid', { hold: 'bank' }, 'paid ends with the hold bank'],
    ['an order that is never replied to', 'abandoned', { replies: { cancellation: 'pending' } }, 'abandoned ends with cancellation pending'],
    ['a reply to an order that nobody gives', 'paying', { replies: { refund: 'done' } }, 'paying replies to refund, which is no order of this table'],
    ['an order that leads to a state without a reply', 'givingBack', { replies: {} }, 'reserving leads by customer.cancel to givingBack, which does not reply to cancellation'],
    ['a state that cannot be cancelled though it says so', 'paying', { cancellable: true }, 'paying is cancellable and handles none of customer.cancel'],
    ['a compensation that undoes nothing', 'paying', { compensates: true }, 'paying compensates and revokes no command'],
  ])('%s', (_, state, change, problem) => {
    expect(problemsOf(withRow(state, change))).toContain(problem);
  });

  it.each<[string, SampleState, keyof Row, string]>([
    ['a state that does not say that it can be cancelled', 'reserving', 'cancellable', 'reserving handles customer.cancel and is not cancellable'],
    ['a state that does not say that it compensates', 'givingBack', 'compensates', 'givingBack revokes stock.reserve and does not compensate'],
  ])('%s', (_, state, column, problem) => {
    const { [column]: _left, ...row } = sampleSaga.rows[state];
    expect(problemsOf({ ...sampleSaga, rows: { ...sampleSaga.rows, [state]: row } })).toContain(problem);
  });
});

describe('a table in which something follows an end', () => {
  const booking = { phase: 'closed', timeout: '1m', onTimeout: 'paid', on: {}, ignore: ['stock.reserved', 'stock.refused', 'bank.paid'] } as const;

  it('may keep the phase of the end while it is worked on', () => {
    const rows = { ...sampleSaga.rows, paid: { ...sampleSaga.rows.paid, on: { 'bank.paid': 'booking' } }, booking };
    expect(problemsOf({ ...sampleSaga, rows } as never)).toEqual([]);
  });
});
