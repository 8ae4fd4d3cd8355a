import type { Fault } from './draw.ts';
import { limitSeconds, type Part } from './kinds.ts';
import type { Attempt } from '../../load/load-client.ts';
import { isAsItShould, outcomeOf, type Final, type Outcome } from '../../load/outcome.ts';

/** A fault as it was made. Milliseconds since the run began. */
export interface MadeFault extends Fault {
  readonly part: Part;
  readonly beganAt: number;
  /** What was away is there again. */
  readonly endedAt: number;
}

export interface Recovery extends MadeFault {
  readonly limitSeconds: number;
  /** To the first withdrawal that ended after it; null when none did. */
  readonly firstSeconds: number | null;
  /** Until everything had ended that was under way. */
  readonly allSeconds: number | null;
}

export interface Verdict extends Outcome {
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

/** It holds when every withdrawal is as it should be, and everything recovered in its time. */
export function judge({ finals, faults, unexpected }: Seen): Verdict {
  const outcome = outcomeOf(finals, unexpected);
  const recoveries = faults.map((fault) => recoveryOf(fault, finals.map(({ attempt }) => attempt)));
  const recovered = recoveries.filter(isInTime).length;
  return { ...outcome, recovered, faults: recoveries, holds: isAsItShould(outcome) && recovered === faults.length };
}
