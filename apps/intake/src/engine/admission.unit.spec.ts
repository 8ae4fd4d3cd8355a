import { describe, expect, it } from '@jest/globals';
import type { TurnLimits } from '../intake.config.js';
import { NoTurn, TenantTurns } from './admission.js';

const limits: TurnLimits = { underWay: 2, waiting: 3, waitMs: 60_000, presentForMs: 1_000, forgottenAfterMs: 500 };

/** Turns with a clock that the test sets, and what has begun in the order in which it did. */
function turnsOf(change: Partial<TurnLimits> = {}) {
  const clock = { now: 0 };
  const turns = new TenantTurns({ ...limits, ...change }, () => clock.now);
  const begun: string[] = [];
  const take = async (tenantId: string, ...ids: string[]): Promise<void> => {
    for (const id of ids) turns.take(tenantId, id).then(() => begun.push(id), () => begun.push(`no ${id}`));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, turns, begun, take };
}

describe('a tenant alone', () => {
  it('has as much under way as it likes', async () => {
    const { begun, take } = turnsOf();
    await take('acme', 'a1', 'a2', 'a3', 'a4');
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('is bounded when another comes, until that has begun nothing for a while', async () => {
    const { clock, begun, take, turns } = turnsOf();
    await take('acme', 'a1', 'a2', 'a3');
    await take('globex', 'g1');
    await take('acme', 'a4');
    expect(begun).toEqual(['a1', 'a2', 'a3', 'g1']);
    turns.rests('acme', 'a1');
    await take('acme');
    expect(begun).not.toContain('a4');
    clock.now = 1_001;
    turns.rests('acme', 'a2');
    await take('acme');
    expect(begun).toContain('a4');
  });
});

describe('a burst of one tenant beside another', () => {
  it('waits in the order of its coming, and keeps nobody else waiting', async () => {
    const { turns, begun, take } = turnsOf();
    await take('globex', 'g1');
    await take('acme', 'a1', 'a2', 'a3', 'a4');
    await take('globex', 'g2');
    expect(begun).toEqual(['g1', 'a1', 'a2', 'g2']);
    turns.rests('acme', 'a2');
    turns.rests('acme', 'a1');
    await take('acme');
    expect(begun.slice(4)).toEqual(['a3', 'a4']);
  });

  it('is refused when more wait than may', async () => {
    const { begun, take } = turnsOf();
    await take('globex', 'g1');
    await take('acme', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6');
    expect(begun).toEqual(['g1', 'a1', 'a2', 'no a6']);
  });

  it('is refused when its turn does not come in time', async () => {
    const { turns } = turnsOf({ waitMs: 10 });
    await Promise.all([turns.take('globex', 'g1'), turns.take('acme', 'a1'), turns.take('acme', 'a2')]);
    await expect(turns.take('acme', 'a3')).rejects.toThrow(NoTurn);
  });

  it('leaves a place when nothing is heard of one of it: it goes on elsewhere', async () => {
    const { clock, begun, take } = turnsOf({ presentForMs: 60_000 });
    await take('globex', 'g1');
    await take('acme', 'a1', 'a2');
    clock.now = 501;
    await take('acme', 'a3');
    expect(begun).toEqual(['g1', 'a1', 'a2', 'a3']);
  });

  it('counts what goes on', async () => {
    const { clock, begun, take, turns } = turnsOf({ presentForMs: 60_000 });
    await take('globex', 'g1');
    await take('acme', 'a1', 'a2');
    clock.now = 400;
    for (const id of ['a1', 'a2']) turns.goesOn('acme', id);
    clock.now = 501;
    await take('acme', 'a3');
    expect(begun).not.toContain('a3');
    turns.rests('acme', 'a1');
  });

  it('lets in whatever is under way already', async () => {
    const { begun, take } = turnsOf();
    await take('globex', 'g1');
    await take('acme', 'a1', 'a2', 'a1');
    expect(begun).toEqual(['g1', 'a1', 'a2', 'a1']);
  });
});
