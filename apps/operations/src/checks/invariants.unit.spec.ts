import { describe, expect, it } from '@jest/globals';
import type { CheckedWithdrawal } from '@sluice/contract-intake';
import { recordChange } from '@sluice/contract-webhooks';
import { compareEvents, keyOf, verdictOf } from './invariants.js';

const first = { id: 'w1', dialectId: 'wth-1', portfolioId: 'prt-1', bankAccountId: 'bac-1', type: 'specified', consideration: { currency: 'GBP', amount: '120.00' }, status: 'Pending' };
const changedAt = Date.parse('2026-01-15T12:00:00.000Z');
const withdrawal: CheckedWithdrawal = {
  id: 'w1', version: 6, view: { ...first, status: 'Settled', settledAt: '2026-01-15T12:00:00.000Z' },
  changes: Array.from({ length: 6 }, (_, index) => ({ version: index + 1, at: new Date(changedAt - (5 - index) * 1_000).toISOString() })),
};

const event = (sequence: number, view: Record<string, unknown> = withdrawal.view) => ({ ...recordChange.sample, id: `event-${sequence}`, withdrawalId: withdrawal.id, sequence, view });
/** Long after the last change, and right after it. */
const [late, early] = [new Date(changedAt + 120_000), new Date(changedAt + 119_999)];
const events = Array.from({ length: withdrawal.version }, (_, index) => event(index + 1, index === 0 ? first : undefined));

describe('a withdrawal and its events', () => {
  it('agree when there is one for each version, and nothing that was acknowledged has changed', () => {
    expect(compareEvents(withdrawal, events, late)).toEqual([]);
  });

  it('agree when more has happened since the withdrawal was read', () => {
    expect(compareEvents(withdrawal, [...events, event(withdrawal.version + 1)], late)).toEqual([]);
  });

  it('agree on what only later events have, and on what may change', () => {
    expect(compareEvents(withdrawal, [event(1, { id: 'w1', status: 'Pending' }), ...events.slice(1)], late)).toEqual([]);
  });

  it('break invariant 6 when what was acknowledged is not there any more', () => {
    const { portfolioId: _gone, ...view } = withdrawal.view;
    expect(compareEvents({ ...withdrawal, view }, events, late)).toEqual([{ invariant: 6, text: 'w1: portfolioId is not what it was at first' }]);
  });

  it.each([
    ['the portfolio', { portfolioId: 'prt-9' }, 'portfolioId'], ['the amount that was asked for', { consideration: { currency: 'GBP', amount: '120.01' } }, 'consideration'], ['the kind', { type: 'full' }, 'type'],
  ])('break invariant 6 when %s was another at first', (_, said, field) => {
    expect(compareEvents(withdrawal, [event(1, { ...first, ...said }), ...events.slice(1)], late)).toEqual([{ invariant: 6, text: `w1: ${field} is not what it was at first` }]);
  });

  it.each([
    ['the first is gone', events.slice(1)], ['the last is gone', events.slice(0, -1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))], ['there is none', []],
  ])('break invariant 8 when %s', (_, found) => {
    expect(compareEvents(withdrawal, found, late).map(({ invariant }) => invariant)).toEqual([8]);
  });

  it('agree while the last event may still be on its way', () => {
    expect(compareEvents(withdrawal, events.slice(0, -1), early)).toEqual([]);
  });

  it.each([['the first is gone', events.slice(1)], ['one in the middle is gone', events.toSpliced(2, 1)], ['one is there twice', events.toSpliced(2, 1, event(2))]])(
    'break invariant 8 at once when %s', (_, found) => {
      expect(compareEvents(withdrawal, found, early).map(({ invariant }) => invariant)).toEqual([8]);
    });
});

const at = new Date('2026-01-15T10:30:00.000Z');
const finding = (invariant: number, text: string) => ({ invariant, text });

describe('a verdict', () => {
  it('over nothing wrong names all thirteen invariants, and each holds', () => {
    const { ok, checkedAt, invariants } = verdictOf([], at);
    expect([ok, checkedAt, invariants.map(({ number }) => number)]).toEqual([true, at.toISOString(), Array.from({ length: 13 }, (_, index) => index + 1)]);
    expect(invariants.filter((each) => !each.ok || each.violations.length > 0)).toEqual([]);
  });

  it.each([1, 5, 13])('over a violation of invariant %i says which, and that not all is well', (number) => {
    const { ok, invariants } = verdictOf([finding(number, 'so it is')], at);
    expect([ok, invariants.filter((each) => !each.ok).map((each) => [each.number, each.violations])]).toEqual([false, [[number, ['so it is']]]]);
  });

  it('reports fifty violations of one invariant at most', () => {
    expect(verdictOf(Array.from({ length: 60 }, (_, index) => finding(11, `hold ${index}`)), at).invariants[10]?.violations).toHaveLength(50);
  });
});

describe('two findings', () => {
  it('are the same when both the invariant and the text are', () => {
    expect(keyOf(finding(11, 'a'))).toBe(keyOf(finding(11, 'a')));
    expect(keyOf(finding(11, 'a'))).not.toBe(keyOf(finding(11, 'b')));
    expect(keyOf(finding(11, 'a'))).not.toBe(keyOf(finding(5, 'a')));
  });
});
