import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aChange } from '../../test/fake-event-records.js';
import { arrange } from './event-log.js';
import { subjectOf } from './logged-event.js';

const places = (changes: ReturnType<typeof arrange>) => changes.positioned.map((entry) => [subjectOf(entry), entry.sequence, entry.position]);

describe('changes that arrive in any order', () => {
  it('get the next positions, oldest first', () => {
    expect(places(arrange([aChange('w', 2), aChange('v', 1), aChange('w', 1)], [], 7))).toEqual([['v', 1, 8], ['w', 1, 9], ['w', 2, 10]]);
  });

  it('go on from what is in the log', () => {
    expect(places(arrange([aChange('w', 3), aChange('w', 4)], [aChange('w', 2)], 2))).toEqual([['w', 3, 3], ['w', 4, 4]]);
  });

  it('keep the order of their withdrawal when two happened at the same moment', () => {
    const at = new Date('2026-01-15T10:30:00.000Z');
    expect(places(arrange([aChange('w', 2, { at }), aChange('w', 1, { at })], [], 0))).toEqual([['w', 1, 1], ['w', 2, 2]]);
  });
});

describe('changes that get no position', () => {
  it('are early without the one before them', () => {
    const { positioned, early } = arrange([aChange('w', 2), aChange('w', 4), aChange('w', 1)], [], 0);
    expect(positioned.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(early.map(({ sequence }) => sequence)).toEqual([4]);
  });

  it('are early when clocks ran backwards, for this time', () => {
    const before = aChange('w', 1, { at: new Date('2026-01-16T00:00:00.000Z') });
    expect(arrange([before, aChange('w', 2)], [], 0)).toMatchObject({ positioned: [{ sequence: 1 }], early: [{ sequence: 2 }] });
  });

  it('are present when the log or the same batch has them', () => {
    expect(arrange([aChange('w', 1)], [aChange('w', 1)], 1)).toMatchObject({ positioned: [], present: [{ sequence: 1 }] });
    expect(arrange([aChange('w', 1), aChange('w', 1)], [], 0)).toMatchObject({ positioned: [{ position: 1 }], present: [{ sequence: 1 }] });
  });

  it('conflict when they have another content for the same version', () => {
    expect(arrange([aChange('w', 1, { phase: 'failed' })], [aChange('w', 1)], 1)).toMatchObject({ positioned: [], present: [], conflicting: [{ phase: 'failed' }] });
  });

  it("conflict when they are about another tenant's withdrawal", () => {
    const mine = aChange('w', 1);
    expect(arrange([aChange('w', 1, { tenantId: 'globex' })], [mine], 0)).toMatchObject({ positioned: [], conflicting: [{}] });
    expect(arrange([aChange('w', 2, { tenantId: 'globex' })], [mine], 0)).toMatchObject({ positioned: [], early: [], conflicting: [{}] });
  });
});

describe('any batch against any log', () => {
  const changes = fc.array(fc.record({ withdrawalId: fc.constantFrom('u', 'v', 'w'), sequence: fc.integer({ min: 1, max: 6 }) }), { maxLength: 20 });

  it('is sorted without a gap, without a loss and without a second position', () => {
    fc.assert(
      fc.property(changes, fc.nat(4), fc.nat(9), (arrived, logged, last) => {
        const known = Array.from({ length: logged }, (_, index) => aChange('w', index + 1));
        const given = arrived.map(({ withdrawalId, sequence }) => aChange(withdrawalId, sequence));
        const { positioned, present, early, conflicting } = arrange(given, known, last);
        expect(positioned.map(({ position }) => position)).toEqual(positioned.map((_, index) => last + 1 + index));
        expect(positioned.length + present.length + early.length + conflicting.length).toBe(given.length);
        for (const withdrawalId of ['u', 'v', 'w']) {
          const first = withdrawalId === 'w' ? logged : 0;
          const sequences = positioned.filter((event) => subjectOf(event) === withdrawalId).map(({ sequence }) => sequence);
          expect(sequences).toEqual(sequences.map((_, index) => first + 1 + index));
        }
      }),
    );
  });
});
