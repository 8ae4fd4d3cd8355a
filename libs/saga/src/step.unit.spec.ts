import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded } from './saga.js';
import { sampleSaga, type SampleMessages, type SampleState } from '../test/sample-saga.js';
import { enter, late, step } from './step.js';

const now = new Date('2026-01-15T10:30:00.000Z');
const data = { amount: 5 };

describe('entering a state', () => {
  it('builds what is asked from the data and counts the deadline from now', () => {
    expect(enter(sampleSaga, 'reserving', data, now)).toEqual({
      kind: 'moved', state: 'reserving', data, send: ['stock.reserve 5'], deadline: new Date('2026-01-15T10:31:00.000Z'),
    });
  });

  it('takes a deadline from the data where the row says so', () => {
    expect(enter(sampleSaga, 'paying', data, now).deadline).toEqual(new Date(5));
  });

  it('passes over a wait for nothing that is over before it begins', () => {
    const { rows } = sampleSaga;
    const resting = (until: Date) => ({ ...sampleSaga, rows: { ...rows, paying: { is: 'open', within: () => until, late: 'givingBack', on: {}, ignore: [] } } }) as typeof sampleSaga;
    expect(enter(resting(now), 'paying', data, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'], deadline: new Date('2026-01-15T10:31:00.000Z') });
    expect(enter(resting(new Date(now.getTime() + 1)), 'paying', data, now)).toMatchObject({ state: 'paying', send: [] });
  });

  it('asks nothing that is known already, and asks again where it was asked before', () => {
    const { rows } = sampleSaga;
    const knowing = (isKnown: boolean) => ({ ...sampleSaga, rows: { ...rows, givingBack: { ...rows.givingBack, skip: { when: () => isKnown, to: 'abandoned' as const } } } });
    expect(late(knowing(true), { state: 'reserving', data }, now)).toMatchObject({ state: 'abandoned', send: [], deadline: null });
    expect(late(knowing(false), { state: 'reserving', data }, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'] });
    expect(late(knowing(true), { state: 'givingBack', data }, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'] });
  });

  it('sends nothing and waits for nothing at an end', () => {
    expect(enter(sampleSaga, 'paid', data, now)).toMatchObject({ send: [], deadline: null });
  });
});

describe('a message', () => {
  it('leads where the row says', () => {
    expect(step(sampleSaga, { state: 'reserving', data }, { type: 'stock.reserved', body: { place: 'a' } }, now)).toMatchObject({ kind: 'moved', state: 'paying' });
  });

  it('leaves behind what the row keeps of it', () => {
    const moved = step(sampleSaga, { state: 'paying', data }, { type: 'bank.paid', body: { at: 'noon' } }, now);
    expect(moved).toMatchObject({ kind: 'moved', state: 'paid', data: { amount: 5, paidAt: 'noon' } });
  });

  it('is ignored where the row knows it to come late', () => {
    expect(step(sampleSaga, { state: 'givingBack', data }, { type: 'stock.reserved', body: { place: 'a' } }, now)).toEqual({ kind: 'ignored' });
  });

  it('is early where it overtook what leads to its state', () => {
    expect(step(sampleSaga, { state: 'reserving', data }, { type: 'bank.paid', body: { at: 'noon' } }, now)).toEqual({ kind: 'early' });
  });

  it('is unexpected where the row does not name it', () => {
    expect(step(sampleSaga, { state: 'paying', data }, { type: 'customer.cancel', body: {} }, now)).toEqual({ kind: 'unexpected' });
  });
});

describe('a deadline', () => {
  it('leads where the row says', () => {
    expect(late(sampleSaga, { state: 'reserving', data }, now)).toMatchObject({ kind: 'moved', state: 'givingBack', send: ['stock.give-back 5'] });
  });

  it('does nothing at an end', () => {
    expect(late(sampleSaga, { state: 'paid', data }, now)).toEqual({ kind: 'ignored' });
  });
});

describe('any order of messages and deadlines', () => {
  const messages: (keyof SampleMessages | 'late')[] = ['stock.reserved', 'stock.refused', 'stock.given-back', 'bank.paid', 'customer.cancel', 'late'];

  it('never leaves an end, and has a deadline everywhere else', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...messages), { maxLength: 30 }), (arrivals) => {
      let at: { state: SampleState; data: typeof data } = { state: 'reserving', data };
      for (const type of arrivals) {
        const next = type === 'late' ? late(sampleSaga, at, now) : step(sampleSaga, at, { type, body: { at: 'noon', place: 'a', reason: 'none' } }, now);
        if (next.kind !== 'moved') continue;
        expect(hasEnded(sampleSaga.rows[at.state])).toBe(false);
        expect(next.deadline === null).toBe(hasEnded(sampleSaga.rows[next.state]));
        at = next;
      }
    }));
  });
});
