import { describe, expect, it } from '@jest/globals';
import { drawSteps, type Drawable, type Step } from './draw.ts';

const drawables: Drawable[] = ['killed', 'stopped', 'cut', 'slow'].map((kind) => ({ kind, targets: ['intake', 'ledger', 'payout'] }));

function drawn(seed: number, count: number): Step[] {
  const steps = drawSteps(seed, drawables);
  return Array.from({ length: count }, () => steps.next().value);
}

describe('the faults of a seed', () => {
  it('are the same every time', () => {
    expect(drawn(7, 50)).toEqual(drawn(7, 50));
  });

  it('are others for another seed', () => {
    expect(drawn(7, 50)).not.toEqual(drawn(8, 50));
  });

  it('are of every kind, and strike every target, before long', () => {
    const faults = drawn(1, 60).flatMap((step) => step.faults);
    expect(new Set(faults.slice(0, 12).map(({ kind }) => kind)).size).toBe(drawables.length);
    expect(new Set(faults.map(({ target }) => target)).size).toBe(3);
  });

  it('are two at a time now and then, never two of one target', () => {
    const pairs = drawn(3, 200).map((step) => step.faults).filter(({ length }) => length === 2);
    expect(pairs.length).toBeGreaterThan(10);
    expect(pairs.filter(([one, other]) => one?.target === other?.target)).toEqual([]);
  });

  it('last between one and twelve seconds', () => {
    const lengths = drawn(5, 300).flatMap((step) => step.faults).map(({ seconds }) => seconds);
    expect([Math.min(...lengths) >= 1, Math.max(...lengths) <= 12]).toEqual([true, true]);
  });

  it('cannot be drawn where there are none', () => {
    expect(() => drawSteps(1, []).next()).toThrow('no fault');
  });
});
