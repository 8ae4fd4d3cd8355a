import type { Standing } from '../../load/flows.ts';
import type { Fault } from './draw.ts';
import { limitSeconds, type Part } from './kinds.ts';
import type { Attempt } from './load-client.ts';

/** A fault as it was made. Milliseconds since the run began. */
export interface MadeFault extends Fault {
  readonly part: Part;
  readonly beganAt: number;
  /** What was away is there again. */
  readonly endedAt: number;
}

/** How a withdrawal stands at the end: for its client, and how often it was paid by the books of bank and chain. */
export interface Final {
  readonly attempt: Attempt;
  readonly standing: Standing;
  readonly paid: number;
}

export interface Recovery extends MadeFault {
  readonly limitSeconds: number;
  /** To the first withdrawal that ended after it; null when none did. */
  readonly firstSeconds: number | null;
  /** Until everything had ended that was under way. */
  readonly allSeconds: number | null;
}

export interface Verdict {
  readonly attempted: number;
  readonly acknowledged: number;
  readonly completed: number;
  readonly refused: readonly string[];
  readonly lost: readonly string[];
  readonly double: readonly string[];
  readonly stuck: readonly string[];
  readonly unexpected: readonly string[];
  readonly recovered: number;
  readonly faults: readonly Recovery[];
  readonly holds: boolean;
}

export interface Seen {
  readonly finals: readonly Final[];
  readonly faults: readonly MadeFault[];
  /** What else was seen that should not be: answers, invariants, books. */
  readonly unexpected: readonly string[];
}

const nameOf = ({ attempt: { withdrawal, id } }: Final): string => `${withdrawal.flow} ${id ?? `of ${withdrawal.units} hundredths, without an id`}`;

const inSeconds = (ms: number): number => Number((ms / 1_000).toFixed(1));

/** What was under way when a fault ended: begun before, not ended before. */
function recoveryOf(fault: MadeFault, attempts: readonly Attempt[]): Recovery {
  const { endedAt: at } = fault;
  const ends = attempts.flatMap(({ endedAt }) => endedAt ?? []);
  const after = ends.filter((end) => end > at);
  const underWay = attempts.filter(({ attemptedAt, endedAt = Infinity, refusedWith }) => refusedWith === undefined && attemptedAt <= at && endedAt > at);
  const last = Math.max(at, ...underWay.map(({ endedAt = Infinity }) => endedAt));
  return {
    ...fault,
    limitSeconds: limitSeconds[fault.part],
    firstSeconds: after.length === 0 ? null : inSeconds(Math.min(...after) - at),
    allSeconds: last === Infinity ? null : inSeconds(last - at),
  };
}

const isInTime = ({ firstSeconds, limitSeconds: limit }: Recovery): boolean => firstSeconds !== null && firstSeconds <= limit;

/** What is wrong with one withdrawal that is neither lost nor paid twice nor stuck. */
function oddityOf(final: Final): string[] {
  const { standing, paid, attempt: { refusedWith, acknowledgedAt } } = final;
  if (typeof standing === 'object') return [`${nameOf(final)} has ended as ${standing.ended}${paid > 0 ? ' and was paid' : ''}.`];
  if (standing === 'settled' && paid === 0) return [`${nameOf(final)} is said to be paid and is not.`];
  if (refusedWith !== undefined && paid > 0) return [`${nameOf(final)} was refused and paid: ${refusedWith}`];
  return standing === 'missing' && acknowledgedAt === undefined && paid > 0 ? [`${nameOf(final)} is not known and was paid.`] : [];
}

/**
 * Lost: acknowledged, and nobody knows it any more. Double: paid more than once by the outside books. Stuck: not at an end when
 * everything should be. It holds when there is none of these and everything recovered in its time.
 */
export function judge({ finals, faults, unexpected }: Seen): Verdict {
  const attempts = finals.map(({ attempt }) => attempt);
  const acknowledged = finals.filter(({ attempt }) => attempt.acknowledgedAt !== undefined);
  const named = (isSo: (final: Final) => boolean): string[] => finals.filter(isSo).map(nameOf);
  const recoveries = faults.map((fault) => recoveryOf(fault, attempts));
  const verdict = {
    attempted: attempts.length,
    acknowledged: acknowledged.length,
    completed: finals.filter(({ standing }) => standing === 'settled').length,
    refused: finals.flatMap(({ attempt: { refusedWith } }) => refusedWith ?? []),
    lost: named(({ attempt, standing }) => attempt.acknowledgedAt !== undefined && standing === 'missing'),
    double: named(({ paid }) => paid > 1),
    stuck: named(({ standing }) => standing === 'open'),
    unexpected: [...unexpected, ...finals.flatMap(oddityOf)],
    recovered: recoveries.filter(isInTime).length,
    faults: recoveries,
  };
  const wrong = [verdict.refused, verdict.lost, verdict.double, verdict.stuck, verdict.unexpected];
  return { ...verdict, holds: wrong.every(({ length }) => length === 0) && verdict.recovered === faults.length };
}
