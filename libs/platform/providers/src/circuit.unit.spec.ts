import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CircuitOpen, Circuits, OutcomeUnknown } from './circuit.js';

const HOURS_48 = 48 * 3_600_000;
const OPEN_MS = 500;
const silent = (): Promise<never> => Promise.reject(new OutcomeUnknown('no answer'));
const answered = (): Promise<string> => Promise.resolve('answered');

/** Calls until one goes out. */
async function firstThatGoesOut(circuit: Circuits): Promise<string> {
  for (;;) {
    try {
      return await circuit.run(answered);
    } catch (error) {
      if (!(error instanceof CircuitOpen)) throw error;
      await turn();
    }
  }
}

describe.each([HOURS_48, -HOURS_48])('an open circuit when the clock is set by %d ms', (byMs) => {
  afterEach(() => mock.restoreAll());

  it('stays open for as long as it was to, and closes with the first answer after that', async () => {
    const circuit = new Circuits('bank', { failures: 1, openMs: OPEN_MS });
    const begunAt = performance.now();
    await expect(circuit.run(silent)).rejects.toThrow('no answer');
    const set = Date.now() + byMs;
    mock.method(Date, 'now', () => set);
    await expect(circuit.run(answered)).rejects.toThrow(CircuitOpen);
    await expect(firstThatGoesOut(circuit)).resolves.toBe('answered');
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(OPEN_MS);
  });
});
