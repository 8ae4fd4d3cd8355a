import { describe, expect, it } from '@jest/globals';
import { Gate } from './latch.js';

const late = (): Error => new Error('late');

describe('a gate', () => {
  it('lets through at once while it is open', async () => {
    const gate = new Gate<{ n: number }>();
    gate.open({ n: 1 });
    await expect(gate.wait(0, late)).resolves.toEqual({ n: 1 });
  });

  it('lets those who waited through when it opens', async () => {
    const gate = new Gate<{ n: number }>();
    const waiting = [gate.wait(1_000, late), gate.wait(1_000, late)];
    gate.open({ n: 2 });
    await expect(Promise.all(waiting)).resolves.toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('turns away who has waited long enough', async () => {
    await expect(new Gate().wait(5, late)).rejects.toThrow('late');
  });

  it('makes callers wait again once it is shut', async () => {
    const gate = new Gate<{ n: number }>();
    gate.open({ n: 1 });
    gate.shut();
    await expect(gate.wait(5, late)).rejects.toThrow('late');
    expect(gate.current).toBeNull();
  });

  it('turns everybody away at once when it has ended, and does not open again', async () => {
    const gate = new Gate<{ n: number }>();
    gate.end();
    gate.open({ n: 1 });
    await expect(gate.wait(60_000, late)).rejects.toThrow('late');
  });
});
