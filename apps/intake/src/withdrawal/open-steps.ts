import type { StepView } from '@sluice/contract-intake';
import { durationMs, type Duration } from '@sluice/kernel';
import { hasEnded } from '@sluice/saga';
import { payoutLegSaga, type LegState } from '../saga/payout-leg.saga.js';
import { tableOf } from '../saga/tables.js';
import { legHasEnded } from './legs.js';
import type { PayoutLegRecord } from './payout-leg.js';
import { present, type Withdrawal } from './withdrawal.js';

/** A deadline that passed this long ago was not merely about to be handled. */
export const UNNOTICED_MS = 5_000;

/** A duration of the tables as ISO 8601. */
function isoOf(duration: Duration): string {
  const [, count = '0', unit = 'ms'] = /^(\d+)(ms|[smhd])$/.exec(duration) ?? [];
  if (unit === 'ms') return `PT${durationMs(duration) / 1_000}S`;
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
}

const between = (since: string | undefined, until: string | undefined): string | undefined =>
  since === undefined || until === undefined ? undefined : `PT${Math.max(0, Math.round((Date.parse(until) - Date.parse(since)) / 1_000))}S`;

const overdue = (known: string | undefined, dueAt: string | undefined, now: Date): string | undefined =>
  known ?? (dueAt !== undefined && Date.parse(dueAt) <= now.getTime() - UNNOTICED_MS ? dueAt : undefined);

function stepOf({ kind, state, since, deadline, overdueSince }: Withdrawal, now: Date): StepView[] {
  const row = tableOf(kind).rows[state];
  if (!row || hasEnded(row)) return [];
  const promise = typeof row.within === 'string' ? isoOf(row.within) : between(since, deadline);
  return [{ name: state, ...present({ since, dueAt: deadline, promise, overdueSince: overdue(overdueSince, deadline, now) }) }];
}

function stepOfLeg({ state, details, since, dueAt, overdueSince }: PayoutLegRecord, now: Date): StepView {
  const row = payoutLegSaga.rows[state as LegState];
  const promise = !hasEnded(row) && typeof row.within === 'string' ? isoOf(row.within) : between(since, dueAt);
  return { name: state, legId: details.legId, ...present({ since, dueAt, promise, overdueSince: overdue(overdueSince, dueAt, now) }) };
}

/** All that a withdrawal waits for, its own step first, and what of it takes longer than was promised. */
export const openStepsOf = (withdrawal: Withdrawal, now: Date): StepView[] => [
  ...stepOf(withdrawal, now),
  ...withdrawal.legs.filter((leg) => !legHasEnded(leg)).map((leg) => stepOfLeg(leg, now)),
];
