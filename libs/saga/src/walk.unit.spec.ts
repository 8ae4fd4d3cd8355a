import { describe, expect, it } from '@jest/globals';
import type { AnyRow } from './saga.js';
import { sampleSaga, type SampleData, type SampleMessages, type SampleState } from '../test/sample-saga.js';
import { problemsOf } from './walk.js';

type Row = AnyRow<SampleState, SampleData, SampleMessages, string, string>;

const withRow = (state: SampleState, change: Partial<Row>) => ({ ...sampleSaga, rows: { ...sampleSaga.rows, [state]: { ...sampleSaga.rows[state], ...change } } });

describe('a sound table', () => {
  it('has no problems', () => {
    expect(problemsOf(sampleSaga)).toEqual([]);
  });
});

describe('a table with a mistake', () => {
  it('names the state that is never reached', () => {
    expect(problemsOf(withRow('reserving', { on: { 'stock.reserved': 'paying', 'stock.refused': 'abandoned' }, late: 'reserving' })))
      .toContain('givingBack is never reached');
  });

  it('names the state from which no end can be reached', () => {
    expect(problemsOf(withRow('paying', { on: { 'bank.paid': 'paying' } }))).toContain('paying leads to no end');
  });

  it('names the answer that the asking state forgot', () => {
    expect(problemsOf(withRow('reserving', { on: { 'stock.reserved': 'paying', 'customer.cancel': 'givingBack' } })))
      .toContain('reserving does not know stock.refused');
  });

  it('names the late answer that the way back forgot', () => {
    expect(problemsOf(withRow('givingBack', { ignore: ['stock.refused'] }))).toContain('givingBack does not know stock.reserved');
  });

  it('names the late answer that an end forgot, though what it answers was taken back', () => {
    expect(problemsOf(withRow('abandoned', { ignore: ['stock.given-back', 'stock.refused'] }))).toContain('abandoned does not know stock.reserved');
  });

  it('names the second answer that a later state forgot, where something is asked again when it is late', () => {
    expect(problemsOf(withRow('paid', { ignore: ['stock.reserved', 'stock.refused'] }))).toContain('paid does not know bank.paid');
  });

  it('names the ask that an end leaves open', () => {
    expect(problemsOf(withRow('reserving', { late: 'abandoned' }))).toContain('abandoned ends with stock.reserve still open');
  });
});
