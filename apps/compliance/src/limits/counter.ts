import { Money, type Currency } from '@sluice/kernel';
import { z } from 'zod';
import { dayOf, type Limit } from './limit.js';

const units = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (value) => value.toString() });

/** What was taken from one limit: the sums of its latest days, and what has just been done for whom. */
export const counterSchema = z.object({
  /** Oldest first; `day` is a UTC day as `2026-01-15`. */
  days: z.array(z.object({ day: z.string(), units, count: z.int() })),
  moves: z.array(z.object({ withdrawalId: z.string(), kind: z.enum(['taken', 'given-back']), at: z.date() })),
});
export type Counter = z.output<typeof counterSchema>;

export const emptyCounter: Counter = { days: [], moves: [] };

/** One withdrawal's part in a counter. `at` is wall-clock time, `day` one of the tenant's clock. */
export interface Part {
  readonly withdrawalId: string;
  readonly day: string;
  readonly units: bigint;
  readonly at: Date;
}

export type LimitRefusal = 'limit_exceeded' | 'velocity_exceeded';

/** The days that a limit covers: today, and as many before it as make thirty. */
const DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * How long a move is remembered beside its sum. It must outlive every instance that may be doing the same for the same
 * withdrawal at this moment; what comes later finds it in the case.
 */
const REMEMBERED_MS = 3_600_000;

/**
 * Takes a part out of what is left of the limit: the counter afterwards (the same one when it was taken before), or why not.
 * What was given back is never taken again: the withdrawal has ended meanwhile.
 */
export function taken(counter: Counter, part: Part, limit: Limit, currency: Currency): Counter | LimitRefusal {
  if (has(counter, part, 'taken') || has(counter, part, 'given-back')) return counter;
  const refusal = refusalOf(counter, part, limit, currency);
  return refusal ?? moved(counter, part, 'taken', part.units);
}

/** Gives a part back, once, if it was taken; `isCounted` says that it was when the counter no longer has the move. */
export function givenBack(counter: Counter, part: Part, isCounted: boolean): Counter {
  if (has(counter, part, 'given-back')) return counter;
  return moved(counter, part, 'given-back', isCounted || has(counter, part, 'taken') ? -part.units : 0n);
}

const has = ({ moves }: Counter, { withdrawalId }: Part, kind: Counter['moves'][number]['kind']): boolean =>
  moves.some((move) => move.withdrawalId === withdrawalId && move.kind === kind);

function refusalOf({ days }: Counter, { day, units: requested }: Part, limit: Limit, currency: Currency): LimitRefusal | null {
  const today = days.find((one) => one.day === day);
  const oldest = dayBefore(day, DAYS - 1);
  const inWindow = days.filter((one) => one.day >= oldest && one.day <= day).reduce((sum, one) => sum + one.units, 0n);
  const isOver = (amount: bigint, most: string | null): boolean => most !== null && amount > Money.parse(most, currency).units;
  if (isOver(requested, limit.perWithdrawal) || isOver((today?.units ?? 0n) + requested, limit.perDay) || isOver(inWindow + requested, limit.per30Days)) return 'limit_exceeded';
  return limit.countPerDay !== null && (today?.count ?? 0) + 1 > limit.countPerDay ? 'velocity_exceeded' : null;
}

function moved({ days, moves }: Counter, { withdrawalId, day, at }: Part, kind: Counter['moves'][number]['kind'], change: bigint): Counter {
  const known = days.find((one) => one.day === day) ?? { day, units: 0n, count: 0 };
  const next = { day, units: known.units + change, count: known.count + (change === 0n ? 0 : kind === 'taken' ? 1 : -1) };
  const oldest = dayBefore([day, ...days.map((one) => one.day)].toSorted().at(-1) ?? day, DAYS - 1);
  return {
    days: [...days.filter((one) => one.day !== day), next].filter((one) => one.day >= oldest && one.count > 0).toSorted((a, b) => a.day.localeCompare(b.day)),
    moves: [...moves.filter((move) => move.at.getTime() > at.getTime() - REMEMBERED_MS), { withdrawalId, kind, at }],
  };
}

const dayBefore = (day: string, days: number): string => dayOf(new Date(Date.parse(day) - days * DAY_MS));
