import { describe, expect, it } from '@jest/globals';
import type { FlowCell } from '../api/shapes.ts';
import { lanesOf, level } from './lanes.ts';

const cell = (change: Partial<FlowCell>): FlowCell => ({ dialect: 'bultra', rail: 'ACH', phase: 'created', hold: 'none', count: 1, oldestAt: '2026-01-15T10:00:00.000Z', ...change });

describe('the lanes of the flow', () => {
  it('are one for each dialect and rail, those too in which something has only ended', () => {
    const lanes = lanesOf({ underWay: [cell({}), cell({ rail: 'WIRE' })], ended: [cell({ dialect: 'braid', rail: 'base', phase: 'settled' })] });
    expect(lanes.map(({ dialect, rail }) => [dialect, rail])).toEqual([['bultra', 'ACH'], ['bultra', 'WIRE'], ['braid', 'base']]);
  });

  it('count what is held with the rest of its phase, and know the oldest of both', () => {
    const [lane] = lanesOf({ underWay: [cell({ count: 2 }), cell({ count: 3, hold: 'rfi', oldestAt: '2026-01-14T10:00:00.000Z' })], ended: [] });
    expect(lane?.chambers[0]).toEqual({ phase: 'created', count: 5, held: 3, oldestAt: '2026-01-14T10:00:00.000Z' });
    expect(lane?.chambers[1]).toMatchObject({ phase: 'authorized', count: 0, oldestAt: undefined });
  });

  it('tell what arrived, a part of it too, from what ended otherwise', () => {
    const ended = [cell({ phase: 'settled', count: 7 }), cell({ phase: 'partial', count: 1 }), cell({ phase: 'failed', count: 2 }), cell({ phase: 'cancelled', count: 4 }), cell({ phase: 'failed', hold: 'rfi', count: 1 })];
    expect(lanesOf({ underWay: [], ended })).toMatchObject([{ arrived: 8, otherwise: [{ phase: 'failed', count: 3 }, { phase: 'cancelled', count: 4 }] }]);
  });

  it('name no end where all has arrived', () => {
    expect(lanesOf({ underWay: [], ended: [cell({ phase: 'settled' })] })).toMatchObject([{ arrived: 1, otherwise: [] }]);
  });

  it('are none where nothing happens', () => {
    expect(lanesOf({ underWay: [], ended: [] })).toEqual([]);
  });

  it('are filled more the more there are, never to the brim, and not at all by none', () => {
    expect(level(0, 50)).toBe(0);
    expect(level(1, 50)).toBeLessThan(level(10, 50));
    expect(level(50, 50)).toBeCloseTo(0.9);
  });
});
