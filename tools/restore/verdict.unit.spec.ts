import { describe, expect, it } from '@jest/globals';
import type { Final } from '../load/outcome.ts';
import type { Drilled } from './drill.ts';
import { verdictOf } from './verdict.ts';

type Attempt = Final['attempt'];

const attemptOf = (id: string): Attempt => ({ withdrawal: { flow: 'bultra' }, id }) as unknown as Attempt;
const final = (attempt: Attempt, standing: Final['standing'], paid: number): Final => ({ attempt, standing, paid });

const [early, late, gone] = [attemptOf('w1'), attemptOf('w2'), attemptOf('w3')];
const audit = { ok: true, records: 3, lastHash: 'h' };
const extra = 'payment of w3 extra, expected nothing';
const right: Drilled = {
  finals: [final(early, 'settled', 1), final(late, 'open', 0), final(gone, 'missing', 1)],
  saved: new Set([early]),
  checked: { balanced: true, violations: [`5: ${extra}`], breaks: [extra], audit: { before: audit, after: audit } },
  seconds: { backup: 1.25 },
} as unknown as Drilled;

const checkedWith = (changes: Partial<Drilled['checked']>): Drilled => ({ ...right, checked: { ...right.checked, ...changes } });
const finalsWith = (...finals: Final[]): Drilled => ({ ...right, finals });

describe('a drill', () => {
  it('holds when all that was saved is settled and paid once, and what was paid and lost is named', () => {
    expect(verdictOf(right)).toEqual({
      holds: true,
      lines: [
        '3 withdrawals; saved 1, all of them settled and paid once: true',
        'made after the backup 2: settled 0, waiting for an acceptance that is lost 1, lost 1, of them paid 1',
        `the reconciliation names 1 payments; violations of invariants 1, all of them payments that no book has: true, the first: 5: ${extra}`,
        'audit log: 3 records of 3, last hash as written down: true',
        'seconds: backup 1.3',
      ],
    });
  });

  it('holds when nothing was lost, and nothing is named', () => {
    expect(verdictOf({ ...finalsWith(final(early, 'settled', 1)), checked: { ...right.checked, violations: [], breaks: [] } }).holds).toBe(true);
  });

  it.each<[string, Drilled, string]>([
    ['a saved one is not settled', finalsWith(final(early, 'open', 0), final(gone, 'missing', 1)), 'saved and not settled: bultra w1 (open, paid 0 times)'],
    ['a saved one ended otherwise', finalsWith(final(early, { ended: 'FAILED' }, 0), final(gone, 'missing', 1)), 'saved and not settled: bultra w1 (FAILED, paid 0 times)'],
    ['one is paid twice', finalsWith(final(early, 'settled', 2), final(gone, 'missing', 1)), 'paid twice: bultra w1 (settled, paid 2 times)'],
    ['one is said to be paid and is not', finalsWith(final(early, 'settled', 0), final(gone, 'missing', 1)), 'said to be paid and is not: bultra w1 (settled, paid 0 times)'],
    ['the books do not balance', checkedWith({ balanced: false }), 'the books do not balance'],
    ['the audit log is broken', checkedWith({ audit: { before: audit, after: { ...audit, ok: false } } } as never), 'the audit log is broken'],
    ['the audit log ends otherwise', checkedWith({ audit: { before: audit, after: { ...audit, lastHash: 'x' } } } as never), 'the audit log does not end with the hash that was written down'],
    ['another invariant is violated', checkedWith({ violations: ['2: acc is overdrawn'] }), '2: acc is overdrawn'],
    ['a payment is missing outside', checkedWith({ violations: ['5: payment of w1 expected, found nothing'] }), '5: payment of w1 expected, found nothing'],
    ['what was paid and lost is not named', checkedWith({ violations: [], breaks: [] }), 'not every payment that no book has is named by the reconciliation'],
    ['a payment is named that nobody lost', { ...finalsWith(final(early, 'settled', 1)), checked: { ...right.checked, violations: [] } }, extra],
  ])('does not hold when %s', (_what, drilled, wrong) => {
    const { lines, holds } = verdictOf(drilled);
    expect([holds, lines[0]]).toEqual([false, wrong]);
  });
});
