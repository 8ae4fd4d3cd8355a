import { describe, expect, it } from '@jest/globals';
import { hasEnded } from '@sluice/saga';
import { kinds, rowOf, tableOf } from '../engine/tables.js';
import { waitsForOf } from './canonical.view.js';

describe('what a withdrawal waits for', () => {
  it.each([
    ['account', 'screening', 'compliance'], ['account', 'screeningForAcceptance', 'compliance'], ['account', 'referredUpFront', 'decision'], ['account', 'collectingUpFront', 'documents'], ['account', 'awaitingAcceptance', 'acceptance'],
    ['account', 'placingHold', 'ledger'], ['account', 'collectingInReview', 'documents'], ['account', 'referredBeforePayment', 'decision'], ['account', 'awaitingWindow', 'window'], ['account', 'awaitingFarWindow', 'window'],
    ['account', 'sourcing', 'liquidity'], ['account', 'delivering', 'payment'], ['account', 'posting', 'ledger'], ['account', 'voidingForCancel', 'undoing'], ['account', 'settled', undefined], ['account', 'cancelled', undefined],
    ['wallet', 'reserving', 'liquidity'], ['wallet', 'carrying', 'payment'], ['wallet', 'referredInReview', 'decision'],
  ] as const)('from %s in %s: %s', (kind, state, waitsFor) => {
    expect(waitsForOf(rowOf({ kind, state }))).toBe(waitsFor);
  });

  it('is known of every state of every table that is no end, and of no end', () => {
    const rows = kinds.flatMap((kind) => Object.entries(tableOf(kind).rows).map(([state, row]) => ({ state: `${kind} ${state}`, ends: hasEnded(row), known: waitsForOf(row) !== undefined })));
    expect(rows.filter(({ ends, known }) => ends === known)).toEqual([]);
  });
});
