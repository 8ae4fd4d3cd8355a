import { describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../load/load-client.ts';
import type { Final } from '../../load/outcome.ts';
import { judge, type MadeFault } from './verdict.ts';

const withdrawal: Attempt['withdrawal'] = { flow: 'bultra', units: 100n, create: async () => 'w', read: async () => 'settled' };

const final = (attempt: Partial<Attempt>, rest: Partial<Omit<Final, 'attempt'>> = {}): Final =>
  ({ attempt: { withdrawal, attemptedAt: 0, id: 'w-1', acknowledgedAt: 10, endedAt: 1_000, ...attempt }, standing: 'settled', paid: 1, ...rest });

const fault = (endedAt: number, part: MadeFault['part'] = 'service'): MadeFault => ({ kind: 'service killed', target: 'intake', seconds: 1, part, beganAt: 0, endedAt });

const verdictOf = (finals: readonly Final[], faults: readonly MadeFault[] = []) => judge({ finals, faults, unexpected: [] });

describe('the verdict on a run', () => {
  it('holds when each withdrawal has arrived once', () => {
    expect(verdictOf([final({}), final({ id: 'w-2' })])).toMatchObject({ attempted: 2, acknowledged: 2, completed: 2, holds: true });
  });

  it.each<[string, keyof ReturnType<typeof judge>, Final]>([
    ['was acknowledged and is not known any more', 'lost', final({}, { standing: 'missing', paid: 0 })],
    ['was paid twice', 'double', final({}, { paid: 2 })],
    ['is not at its end', 'stuck', final({}, { standing: 'open', paid: 0 })],
    ['is said to be paid and is not', 'unexpected', final({}, { paid: 0 })],
    ['has failed', 'unexpected', final({}, { standing: { ended: 'FAILED' }, paid: 0 })],
    ['was refused', 'refused', final({ refusedWith: '422' }, { standing: 'missing', paid: 0 })],
    ['is not known and was paid', 'unexpected', { attempt: { withdrawal, attemptedAt: 0 }, standing: 'missing', paid: 1 }],
  ])('does not hold when a withdrawal %s', (_what, word, wrong) => {
    const verdict = verdictOf([final({}), wrong]);
    expect(verdict[word]).toHaveLength(1);
    expect(verdict.holds).toBe(false);
  });

  it('does not hold when something else was seen that should not be', () => {
    expect(judge({ finals: [final({})], faults: [], unexpected: ['The books do not balance.'] }).holds).toBe(false);
  });

  it('is not lost what was never acknowledged', () => {
    expect(verdictOf([{ attempt: { withdrawal, attemptedAt: 0 }, standing: 'missing', paid: 0 }]).lost).toEqual([]);
  });
});

describe('the recovery after a fault', () => {
  it('is measured to the next end, and to the last of what was under way', () => {
    const { faults: [recovery] } = verdictOf([final({ endedAt: 7_500 }), final({ endedAt: 9_000 }), final({ attemptedAt: 6_000, endedAt: 20_000 })], [fault(5_000)]);
    expect(recovery).toMatchObject({ firstSeconds: 2.5, allSeconds: 4, limitSeconds: 10 });
  });

  it.each<[MadeFault['part'], number, boolean]>([['service', 15_000, true], ['service', 15_100, false], ['broker', 20_000, true], ['broker', 20_100, false], ['database', 25_000, true], ['database', 25_100, false]])(
    'of a %s with the next end at %d ms is in time: %s', (part, endedAt, holds) => {
      expect(verdictOf([final({ endedAt })], [fault(5_000, part)]).holds).toBe(holds);
    });

  it('is none when nothing ended any more', () => {
    const verdict = verdictOf([final({ endedAt: 4_000 })], [fault(5_000)]);
    expect([verdict.faults[0]?.firstSeconds, verdict.recovered, verdict.holds]).toEqual([null, 0, false]);
  });
});
