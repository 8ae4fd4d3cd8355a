import type { Final } from '../load/outcome.ts';
import type { Drilled } from './drill.ts';

export interface DrillVerdict {
  readonly lines: readonly string[];
  readonly holds: boolean;
}

const nameOf = ({ attempt: { withdrawal, id }, standing, paid }: Final): string =>
  `${withdrawal.flow} ${id ?? 'without an id'} (${typeof standing === 'string' ? standing : standing.ended}, paid ${paid} times)`;

/** Invariants 5 and 6 hold our payments against the outside world's. */
const isOfExtraPayment = (violation: string): boolean => /^[56]: .* extra, expected nothing/.test(violation);

/** What was to hold and what is seen. What was told to anybody after the backup may be lost, and must be named. */
export function verdictOf({ finals, saved, checked, seconds }: Drilled): DrillVerdict {
  const named = (isSo: (final: Final) => boolean): string[] => finals.filter(isSo).map(nameOf);
  const [lost, paidAndLost] = [({ standing }: Final) => standing === 'missing', ({ standing, paid }: Final) => standing === 'missing' && paid > 0];
  const wrongs = [
    ...named(({ attempt, standing }) => saved.has(attempt) && standing !== 'settled').map((name) => `saved and not settled: ${name}`),
    ...named(({ paid }) => paid > 1).map((name) => `paid twice: ${name}`),
    ...named(({ standing, paid }) => standing === 'settled' && paid === 0).map((name) => `said to be paid and is not: ${name}`),
    ...(checked.balanced ? [] : ['the books do not balance']),
    ...(checked.audit.after.ok ? [] : ['the audit log is broken']),
    ...(checked.audit.after.lastHash === checked.audit.before.lastHash ? [] : ['the audit log does not end with the hash that was written down']),
    // Only payments that no book of ours has may disagree with the outside world, and each of them is named.
    ...checked.violations.filter((text) => !isOfExtraPayment(text)),
    ...(finals.some(paidAndLost) ? [] : [...checked.violations, ...checked.breaks]),
    ...(checked.breaks.length < finals.filter(paidAndLost).length ? ['not every payment that no book has is named by the reconciliation'] : []),
  ];
  const count = (isSo: (final: Final) => boolean): number => finals.filter(isSo).length;
  const lines = [
    ...wrongs,
    `${finals.length} withdrawals; saved ${saved.size}, all of them settled and paid once: ${count(({ attempt, standing, paid }) => saved.has(attempt) && standing === 'settled' && paid === 1) === saved.size}`,
    `made after the backup ${finals.length - saved.size}: settled ${count(({ attempt, standing }) => !saved.has(attempt) && standing === 'settled')}, waiting for an acceptance that is lost ${count(({ attempt, standing }) => !saved.has(attempt) && standing === 'open')}, lost ${count(lost)}, of them paid ${count(paidAndLost)}`,
    `the reconciliation names ${checked.breaks.length} payments; violations of invariants ${checked.violations.length}${checked.violations.length === 0 ? '' : `, all of them payments that no book has: ${checked.violations.every(isOfExtraPayment)}, the first: ${checked.violations[0]}`}`,
    `audit log: ${checked.audit.after.records} records of ${checked.audit.before.records}, last hash as written down: ${checked.audit.after.lastHash === checked.audit.before.lastHash}`,
    `seconds: ${Object.entries(seconds).map(([what, value]) => `${what} ${value.toFixed(1)}`).join(', ')}`,
  ];
  return { lines, holds: wrongs.length === 0 };
}
