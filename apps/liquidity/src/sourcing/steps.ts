import { isCash } from '../planner/bridge-domains.js';
import { isWindowed } from '../planner/yield-sources.js';
import { unitsOf } from '../wallet/usdc.js';
import type { CashCheck } from '../wallet/claims.js';
import type { Leg, Unwind } from './leg.js';

/** How long until a fetching that the position did not take is tried again. */
const FETCH_AGAIN_MS = 2_000;

export type Begin = Omit<Leg, 'status' | 'reason' | 'unwinds' | 'sourcedAt' | 'group'> & { readonly group: NonNullable<Leg['group']> };

/** A leg that is about to look for its cash. */
export const begunLeg = (asked: Begin): Leg => ({
  ...asked, status: 'checking', reason: null,
  unwinds: asked.group.sources.filter(({ key }) => !isCash(key)).map(({ id, key, chain, amount }) => (
    { sourceId: id, key, chain, units: unitsOf(amount), status: 'planned', claims: 0 }
  )),
});

/** A leg that was given up before it was begun. */
export const legGivenUp = (name: Pick<Leg, 'legId' | 'attempt' | 'reservationId' | 'walletId'>): Leg =>
  ({ ...name, destinationChain: null, group: null, status: 'released', reason: null, unwinds: [] });

/** The chain has shown the group's cash, or has not. Means nothing once the check is behind us. */
export function checkedLeg(leg: Leg, found: CashCheck, now: Date): Leg {
  if (leg.status !== 'checking') return leg;
  if (found === 'gone') return { ...leg, status: 'unavailable', reason: 'released', unwinds: [] };
  if (found === 'short') return { ...leg, status: 'unavailable', reason: 'cash_leg_unfulfillable_stale_ledger', unwinds: [] };
  return settledLeg({ ...leg, status: 'unwinding' }, now);
}

/** What can happen to one unwind. */
export type UnwindEvent =
  | { readonly kind: 'taking' | 'claiming' | 'failed' | 'payout-refused' }
  /** The window is over on the tenant's clock and not on the chain's. */
  | { readonly kind: 'not-ready'; readonly againAfterMs: number }
  /** Asked for: the window runs until `readyAt`. */
  | { readonly kind: 'requested'; readonly requestId: string; readonly readyAt: Date }
  | { readonly kind: 'paid-out' };

/** What becomes of the leg when something happens to one of its unwinds. What comes late or twice changes nothing. */
export function legAfter(leg: Leg, sourceId: string, event: UnwindEvent, now: Date): Leg {
  if (leg.status === 'checking') return leg;
  const unwinds = leg.unwinds.map((unwind) => (unwind.sourceId === sourceId ? nextUnwind(unwind, event, now) : unwind));
  return unwinds.every((unwind, index) => unwind === leg.unwinds[index]) ? leg : settledLeg({ ...leg, unwinds }, now);
}

/** Where an unwind may stand when something happens to it; anywhere else it is late, or told twice. */
const expectedIn: Record<UnwindEvent['kind'], { readonly atOnce: readonly Unwind['status'][]; readonly windowed: readonly Unwind['status'][] }> = {
  taking: { atOnce: ['planned'], windowed: ['planned'] },
  failed: { atOnce: ['planned', 'taking'], windowed: ['planned', 'taking'] },
  requested: { atOnce: [], windowed: ['planned', 'taking'] },
  'not-ready': { atOnce: [], windowed: ['waiting'] },
  claiming: { atOnce: [], windowed: ['waiting'] },
  'payout-refused': { atOnce: [], windowed: ['waiting', 'claiming'] },
  'paid-out': { atOnce: ['planned', 'taking'], windowed: ['waiting', 'claiming'] },
};

function nextUnwind(unwind: Unwind, event: UnwindEvent, now: Date): Unwind {
  const { atOnce, windowed } = expectedIn[event.kind];
  if (!(isWindowed(unwind.key) ? windowed : atOnce).includes(unwind.status)) return unwind;
  switch (event.kind) {
    case 'taking': return { ...unwind, status: 'taking', begunAt: now.toISOString() };
    case 'requested': return { ...unwind, status: 'waiting', requestId: event.requestId, readyAt: event.readyAt.toISOString() };
    case 'not-ready': return waitingAgain(unwind, event.againAfterMs, now);
    case 'claiming': return { ...unwind, status: 'claiming', endedWaitingAt: now.toISOString() };
    case 'payout-refused': return { ...waitingAgain(unwind, FETCH_AGAIN_MS, now), claims: unwind.claims + 1 };
    case 'paid-out': return { ...unwind, status: 'done' };
    case 'failed': return { ...unwind, status: 'failed' };
  }
}

const waitingAgain = (unwind: Unwind, againAfterMs: number, now: Date): Unwind =>
  ({ ...unwind, status: 'waiting', readyAt: new Date(now.getTime() + againAfterMs).toISOString() });

/** A leg whose unwinds are all through is sourced, and one that misses an unwind for good is not to be had. */
function settledLeg(leg: Leg, now: Date): Leg {
  if (leg.status !== 'unwinding') return leg;
  if (leg.unwinds.some(({ status }) => status === 'failed')) return { ...leg, status: 'unavailable', reason: 'onchain_reverted' };
  if (leg.unwinds.every(({ status }) => status === 'done')) return { ...leg, status: 'sourced', sourcedAt: now.toISOString() };
  return leg;
}

/** Given up. What was not begun never will be; what runs runs on, and its proceeds become cash. */
export function releasedLeg(leg: Leg): Leg {
  return leg.status === 'spent' || leg.status === 'released' ? leg : { ...leg, status: 'released', reason: null };
}

/** Delivered. A leg that was given up stays so: its value is free already. */
export const spentLeg = (leg: Leg): Leg => (leg.status === 'sourced' ? { ...leg, status: 'spent' } : leg);

/** Unwinds to be acted on now: to be begun while the leg is, and to be fetched whatever became of the leg. */
export function dueUnwinds({ status: legStatus, unwinds }: Leg, now: Date): Unwind[] {
  return unwinds.filter(({ status, readyAt }) =>
    (status === 'planned' && legStatus === 'unwinding') || (status === 'waiting' && readyAt !== undefined && new Date(readyAt) <= now));
}

/** When the leg has to be looked at next; null when it waits for the chain, or for nothing any more. */
export function dueAtOf(leg: Leg, now: Date): Date | null {
  if (leg.status === 'checking') return now;
  if (leg.status === 'unwinding' && leg.unwinds.some(({ status }) => status === 'planned')) return now;
  const times = leg.unwinds.flatMap(({ status, readyAt }) => (status === 'waiting' && readyAt !== undefined ? [readyAt] : [])).sort();
  return times[0] === undefined ? null : new Date(times[0]);
}
