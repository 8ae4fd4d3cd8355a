import { describe, expect, it } from '@jest/globals';
import type { Withdrawal } from '../api/shapes.ts';
import { stretchesOf } from './stretches.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 15, 10, 0, second)).toISOString();
const now = Date.parse(at(50));

describe('the phases of a withdrawal', () => {
  it('last from their first version to that of the next phase or hold', () => {
    const history = [
      { version: 1, phase: 'created', hold: 'none', at: at(0) }, { version: 2, phase: 'created', hold: 'none', at: at(1) }, { version: 3, phase: 'authorized', hold: 'none', at: at(4) },
      { version: 4, phase: 'authorized', hold: 'rfi', at: at(5) }, { version: 5, phase: 'settled', hold: 'none', at: at(20) },
    ] satisfies Withdrawal['history'];
    expect(stretchesOf({ history, endedAt: at(20) }, now)).toEqual([
      { phase: 'created', hold: 'none', ms: 4_000, isOpen: false }, { phase: 'authorized', hold: 'none', ms: 1_000, isOpen: false },
      { phase: 'authorized', hold: 'rfi', ms: 15_000, isOpen: false }, { phase: 'settled', hold: 'none', ms: 0, isOpen: false },
    ]);
  });

  it('go on while it has not ended', () => {
    expect(stretchesOf({ history: [{ version: 1, phase: 'created', hold: 'none', at: at(0) }], endedAt: null }, now)).toEqual([{ phase: 'created', hold: 'none', ms: 50_000, isOpen: true }]);
  });

  it('are none without a history', () => {
    expect(stretchesOf({ history: [], endedAt: null }, now)).toEqual([]);
  });
});
