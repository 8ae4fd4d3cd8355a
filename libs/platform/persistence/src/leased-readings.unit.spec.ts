import { mock } from 'node:test';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Broadcasts } from '@sluice/messaging';
import { LeasedReadings } from './leased-readings.js';

/** Two instances that hear each other's broadcasts unless these are lost. */
function instances(areLost = false) {
  const listeners: (() => void)[] = [];
  const broadcasts = { listen: (_topic: string, listener: () => void) => listeners.push(listener), send: () => (areLost ? false : (listeners.forEach((listener) => listener()), true)) } as unknown as Broadcasts;
  return [new LeasedReadings<string | null>('things', broadcasts), new LeasedReadings<string | null>('things', broadcasts)] as const;
}

const store = (first: string | null) => {
  const stored = { value: first, readings: 0, load: () => (stored.readings += 1, Promise.resolve(stored.value)) };
  return stored;
};

describe('a reading', () => {
  afterEach(() => mock.restoreAll());

  it('is made once for all who ask within a second', async () => {
    const [one] = instances();
    const stored = store('a');
    expect(await Promise.all(Array.from({ length: 5 }, () => one.read('k', stored.load)))).toEqual(['a', 'a', 'a', 'a', 'a']);
    expect(stored.readings).toBe(1);
  });

  it('is made anew at every instance after a change', async () => {
    const [one, other] = instances();
    const stored = store('a');
    await Promise.all([one.read('k', stored.load), other.read('k', stored.load)]);
    stored.value = 'b';
    one.changed();
    expect([await one.read('k', stored.load), await other.read('k', stored.load)]).toEqual(['b', 'b']);
  });

  it('is made anew after a second where the broadcast was lost, and not before', async () => {
    const [one, other] = instances(true);
    const stored = store('a');
    await other.read('k', stored.load);
    stored.value = 'b';
    one.changed();
    expect(await other.read('k', stored.load)).toBe('a');
    const now = performance.now() + 1_001;
    mock.method(performance, 'now', () => now);
    expect(await other.read('k', stored.load)).toBe('b');
  });

  it('that found nothing, or failed, is not kept', async () => {
    const [one] = instances();
    const stored = store(null);
    expect(await one.read('k', stored.load)).toBeNull();
    stored.value = 'a';
    expect(await one.read('k', stored.load)).toBe('a');
    await expect(one.read('other', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await one.read('other', stored.load)).toBe('a');
  });

  it('is its own for each key', async () => {
    const [one] = instances();
    expect([await one.read('k', store('a').load), await one.read('l', store('b').load)]).toEqual(['a', 'b']);
  });
});
