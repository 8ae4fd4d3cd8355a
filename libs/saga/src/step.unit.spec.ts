import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded, verdictOf } from './saga.js';
import { sampleSaga, type SampleMessages, type SampleState } from '../test/sample-saga.js';
import { enter, step, timeOut } from './step.js';

const now = new Date('2026-01-15T10:30:00.000Z');
const data = { amount: 5 };

describe('entering a state', () => {
  it('builds the command from the data and counts the deadline from now', () => {
    expect(enter(sampleSaga, 'reserving', data, now)).toEqual({
      kind: 'moved', state: 'reserving', data, send: ['stock.reserve 5'], deadline: new Date('2026-01-15T10:31:00.000Z'),
    });
  });

  it('takes a deadline from the data where the row says so', () => {
    expect(enter(sampleSaga, 'paying', data, now).deadline).toEqual(new Date(5));
  });

  it('passes over a wait for nothing that is over before it begins', () => {
    const { rows } = sampleSaga;
    const resting = (until: Date) => ({ ...sampleSaga, rows: { ...rows, paying: { phase: 'open', timeout: () => until, onTimeout: 'givingBack', on: {}, ignore: [] } } }) as typeof sampleSaga;
    expect(enter(resting(now), 'paying', data, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'], deadline: new Date('2026-01-15T10:31:00.000Z') });
    expect(enter(resting(new Date(now.getTime() + 1)), 'paying', data, now)).toMatchObject({ state: 'paying', send: [] });
  });

  it('asks what it has to ask though the wait for the answer is over, and waits again where that leads back', () => {
    const { rows } = sampleSaga;
    const late = { ...sampleSaga, rows: { ...rows, reserving: { ...rows.reserving, timeout: () => now }, paying: { phase: 'open', timeout: () => now, onTimeout: 'paying', on: {} } } } as typeof sampleSaga;
    expect(enter(late, 'reserving', data, now)).toMatchObject({ state: 'reserving', send: ['stock.reserve 5'], deadline: now });
    expect(enter(late, 'paying', data, now)).toMatchObject({ state: 'paying', send: [], deadline: now });
  });

  it('sends no command whose answer is known already, and sends it again after its own timeout', () => {
    const { rows } = sampleSaga;
    const knowing = (isKnown: boolean) => ({ ...sampleSaga, rows: { ...rows, givingBack: { ...rows.givingBack, skip: { when: () => isKnown, to: 'abandoned' as const } } } });
    expect(timeOut(knowing(true), { state: 'reserving', data }, now)).toMatchObject({ state: 'abandoned', send: [], deadline: null });
    expect(timeOut(knowing(false), { state: 'reserving', data }, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'] });
    expect(timeOut(knowing(true), { state: 'givingBack', data }, now)).toMatchObject({ state: 'givingBack', send: ['stock.give-back 5'] });
  });

  it('sends nothing and waits for nothing at an end', () => {
    expect(enter(sampleSaga, 'paid', data, now)).toMatchObject({ send: [], deadline: null });
  });
});

describe('a message', () => {
  it('leads where the row says', () => {
    expect(step(sampleSaga, { state: 'reserving', data }, { type: 'stock.reserved', body: { place: 'a' } }, now)).toMatchObject({ kind: 'moved', state: 'paying' });
  });

  it('leaves behind what the row assigns of it', () => {
    const moved = step(sampleSaga, { state: 'paying', data }, { type: 'bank.paid', body: { at: 'noon' } }, now);
    expect(moved).toMatchObject({ kind: 'moved', state: 'paid', data: { amount: 5, paidAt: 'noon' } });
  });

  it('is ignored where the row knows it to come late', () => {
    expect(step(sampleSaga, { state: 'givingBack', data }, { type: 'stock.reserved', body: { place: 'a' } }, now)).toEqual({ kind: 'ignored' });
  });

  it('is deferred where it arrives before its state', () => {
    expect(step(sampleSaga, { state: 'reserving', data }, { type: 'bank.paid', body: { at: 'noon' } }, now)).toEqual({ kind: 'deferred' });
  });

  it('is unexpected where the row does not name it', () => {
    expect(step(sampleSaga, { state: 'paying', data }, { type: 'customer.cancel', body: {} }, now)).toEqual({ kind: 'unexpected' });
  });
});

describe('a timeout', () => {
  it('leads where the row says', () => {
    expect(timeOut(sampleSaga, { state: 'reserving', data }, now)).toMatchObject({ kind: 'moved', state: 'givingBack', send: ['stock.give-back 5'] });
  });

  it('does nothing at an end', () => {
    expect(timeOut(sampleSaga, { state: 'paid', data }, now)).toEqual({ kind: 'ignored' });
  });
});

describe('any order of messages and timeouts', () => {
  const messages: (keyof SampleMessages | 'timeout')[] = ['stock.reserved', 'stock.refused', 'stock.given-back', 'bank.paid', 'customer.cancel', 'timeout'];

  it('never leaves an end, and has a deadline everywhere else', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...messages), { maxLength: 30 }), (arrivals) => {
      let at: { state: SampleState; data: typeof data } = { state: 'reserving', data };
      for (const type of arrivals) {
        const next = type === 'timeout' ? timeOut(sampleSaga, at, now) : step(sampleSaga, at, { type, body: { at: 'noon', place: 'a', reason: 'none' } }, now);
        if (next.kind !== 'moved') continue;
        expect(hasEnded(sampleSaga.rows[at.state])).toBe(false);
        expect(next.deadline === null).toBe(hasEnded(sampleSaga.rows[next.state]));
        at = next;
      }
    }));
  });
});

describe('the reply to an order', () => {
  it('is what the row says, and the table’s where the row says nothing', () => {
    expect((['reserving', 'givingBack', 'abandoned'] as const).map((state) => verdictOf(sampleSaga, state, 'cancellation'))).toEqual(['refused', 'pending', 'done']);
  });

  it('is none where the table knows no such order', () => {
    expect(() => verdictOf(sampleSaga, 'paying', 'refund')).toThrow('The table replies to no order refund.');
  });
});
