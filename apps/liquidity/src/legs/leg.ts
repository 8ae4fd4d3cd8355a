import { Injectable } from '@nestjs/common';
import { chainSchema, send, timeSchema, type Outgoing } from '@sluice/contract-kit';
import { groupReleased, groupSchema, groupSourced, groupSourcedElsewhere, groupSpent, groupUnavailable, sourceKeySchema } from '@sluice/contract-liquidity';
import { idFrom } from '@sluice/kernel';
import { aggregate, repositoryOf, stored } from '@sluice/persistence';
import { z } from 'zod';
import type { CashCheck } from '../wallets/allocations.js';
import { isCash, isWindowed, type Chain } from '../wallets/sources.js';
import { sum, unitsOf, unitsSchema, usdcJson } from '../wallets/wallet.js';

/**
 * One position that is turned into USDC.
 * - `planned`: nothing was ordered.
 * - `taking`: the transaction that takes it out of the position, or requests its redemption, is ordered.
 * - `waiting`: redemption requested; the position's window runs until `readyAt`, on the tenant's clock.
 * - `claiming`: the window is over, and the transaction that fetches the USDC is ordered.
 * - `done`, `failed`: the ends.
 */
const unwindSchema = z.object({
  sourceId: z.string(),
  key: sourceKeySchema,
  chain: chainSchema,
  units: unitsSchema,
  status: z.enum(['planned', 'taking', 'waiting', 'claiming', 'done', 'failed']),
  /** The position's own number of the request. */
  requestId: z.string().optional(),
  readyAt: timeSchema.optional(),
  /** Failed attempts to fetch: each attempt has a transaction of its own. */
  failedFetches: z.int().min(0),
  /** When it was begun, and when its window was over: samples for estimates. */
  begunAt: timeSchema.optional(),
  endedWaitingAt: timeSchema.optional(),
});
export type Unwind = z.output<typeof unwindSchema>;

/** One attempt of a payout leg to source its group. Its id is `<legId>/<attempt>`. */
export const legSchema = z.object({
  legId: z.string(),
  attempt: z.int().min(1),
  reservationId: z.string(),
  walletId: z.string(),
  withdrawalId: z.string().optional(),
  destinationChain: chainSchema.nullable(),
  /** Null when the leg was given up before it was begun. */
  group: groupSchema.nullable(),
  /** `released` and `spent` are for good; unwinds that run then run on. */
  status: z.enum(['checking', 'unwinding', 'sourced', 'unavailable', 'released', 'spent']),
  reason: groupUnavailable.body.shape.reason.nullable(),
  unwinds: z.array(stored(unwindSchema, { failedFetches: 'claims' })),
  sourcedAt: timeSchema.optional(),
});
export type Leg = z.output<typeof legSchema>;

export const legKeyOf = ({ legId, attempt }: Pick<Leg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const sourceIdsOf = ({ group }: Pick<Leg, 'group'>): string[] => (group?.sources ?? []).map(({ id }) => id);

/** How long until a fetch that the position refused is tried again. */
const FETCH_AGAIN_MS = 2_000;

export type Begin = Omit<Leg, 'status' | 'reason' | 'unwinds' | 'sourcedAt' | 'group'> & { readonly group: NonNullable<Leg['group']> };

/** A new leg: its cash is to be checked on the chain next. */
export const begunLeg = (begin: Begin): Leg => ({
  ...begin, status: 'checking', reason: null,
  unwinds: begin.group.sources.filter(({ key }) => !isCash(key)).map(({ id, key, chain, amount }) => (
    { sourceId: id, key, chain, units: unitsOf(amount), status: 'planned', failedFetches: 0 }
  )),
});

/** A leg that was given up before it was begun. */
export const legGivenUp = (name: Pick<Leg, 'legId' | 'attempt' | 'reservationId' | 'walletId'>): Leg =>
  ({ ...name, destinationChain: null, group: null, status: 'released', reason: null, unwinds: [] });

/** After the check of its cash on the chain. A repeated check changes nothing. */
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
  /** The redemption is requested: its window runs until `readyAt`. */
  | { readonly kind: 'requested'; readonly requestId: string; readonly readyAt: Date }
  | { readonly kind: 'paid-out' };

/** What becomes of the leg when something happens to one of its unwinds. What comes late or twice changes nothing. */
export function legAfter(leg: Leg, sourceId: string, event: UnwindEvent, now: Date): Leg {
  if (leg.status === 'checking') return leg;
  const unwinds = leg.unwinds.map((unwind) => (unwind.sourceId === sourceId ? nextUnwind(unwind, event, now) : unwind));
  return unwinds.every((unwind, index) => unwind === leg.unwinds[index]) ? leg : settledLeg({ ...leg, unwinds }, now);
}

/** The statuses in which an event is expected; in any other it is late or a duplicate, and ignored. */
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
    case 'payout-refused': return { ...waitingAgain(unwind, FETCH_AGAIN_MS, now), failedFetches: unwind.failedFetches + 1 };
    case 'paid-out': return { ...unwind, status: 'done' };
    case 'failed': return { ...unwind, status: 'failed' };
  }
}

const waitingAgain = (unwind: Unwind, againAfterMs: number, now: Date): Unwind =>
  ({ ...unwind, status: 'waiting', readyAt: new Date(now.getTime() + againAfterMs).toISOString() });

/** A leg is sourced when all its unwinds are done, and unavailable when one of them failed. */
function settledLeg(leg: Leg, now: Date): Leg {
  if (leg.status !== 'unwinding') return leg;
  if (leg.unwinds.some(({ status }) => status === 'failed')) return { ...leg, status: 'unavailable', reason: 'onchain_reverted' };
  if (leg.unwinds.every(({ status }) => status === 'done')) return { ...leg, status: 'sourced', sourcedAt: now.toISOString() };
  return leg;
}

/** Given up. Unwinds that were not begun never will be; those that run go on, and their proceeds become cash. */
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

/** When the leg is due next; null when it waits for a transaction, or has ended. */
export function dueAtOf(leg: Leg, now: Date): Date | null {
  if (leg.status === 'checking') return now;
  if (leg.status === 'unwinding' && leg.unwinds.some(({ status }) => status === 'planned')) return now;
  const times = leg.unwinds.flatMap(({ status, readyAt }) => (status === 'waiting' && readyAt !== undefined ? [readyAt] : [])).sort();
  return times[0] === undefined ? null : new Date(times[0]);
}

const namesOf = ({ legId, attempt, reservationId, walletId }: Leg) => ({ legId, attempt, reservationId, walletId });

interface Transfer {
  readonly id: string;
  readonly fromChain: Chain;
  readonly units: bigint;
}

/** What of a group lies on other chains than the destination's: one transfer for each chain. Unwound value is on its position's chain. */
export function transfersOf(leg: Leg): Transfer[] {
  const sources = (leg.group?.sources ?? []).filter(({ chain }) => chain !== leg.destinationChain);
  return [...new Set(sources.map(({ chain }) => chain))].map((fromChain) => ({
    id: idFrom(legKeyOf(leg), 'transfer', fromChain), fromChain,
    units: sum(sources.filter(({ chain }) => chain === fromChain).map(({ amount }) => unitsOf(amount))),
  }));
}

/** What `source-group` is answered as the leg stands; none while it is under way. */
export function answersToSourcing(leg: Leg): Outgoing[] {
  switch (leg.status) {
    case 'checking': case 'unwinding': return [];
    case 'unavailable': return [send(groupUnavailable, { ...namesOf(leg), reason: leg.reason ?? 'released' })];
    case 'released': return [send(groupUnavailable, { ...namesOf(leg), reason: 'released' })];
    case 'sourced': case 'spent': {
      const transfers = transfersOf(leg).map(({ id, fromChain, units }) => ({ id, fromChain, amount: usdcJson(units) }));
      return [transfers.length === 0 ? send(groupSourced, namesOf(leg)) : send(groupSourcedElsewhere, { ...namesOf(leg), transfers })];
    }
  }
}

export const answerToRelease = (leg: Leg): Outgoing => send(groupReleased, namesOf(leg));

export const answerToSpending = (leg: Leg): Outgoing => send(groupSpent, namesOf(leg));

/** What a transaction of an unwind does. */
const takingOut = 'take-out';
const fetching = 'fetch';

export type UnwindTransaction = { readonly legKey: string; readonly sourceId: string; readonly does: 'take-out' | 'fetch' };

/** The same for every repetition of the same step, so that it is done once. */
export const takingKey = (leg: Pick<Leg, 'legId' | 'attempt'>, { sourceId }: Pick<Unwind, 'sourceId'>): string => `${legKeyOf(leg)}/${sourceId}/${takingOut}`;

export const fetchingKey = (leg: Pick<Leg, 'legId' | 'attempt'>, { sourceId, failedFetches }: Pick<Unwind, 'sourceId' | 'failedFetches'>): string =>
  `${legKeyOf(leg)}/${sourceId}/${fetching}/${failedFetches}`;

/** @throws TypeError when the key is none of these. */
export function readKey(key: string): UnwindTransaction {
  const [, legKey, sourceId, does] = /^(.+\/\d+)\/([^/]+)\/(take-out|fetch)(?:\/\d+)?$/.exec(key) ?? [];
  if (legKey === undefined || sourceId === undefined || (does !== takingOut && does !== fetching)) throw new TypeError(`${key} is no transaction of an unwind.`);
  return { legKey, sourceId, does };
}

export const legs = aggregate({ collection: 'legs', state: legSchema });

/** Attempts of payout legs to source their group, by `<legId>/<attempt>`. */
@Injectable()
export class Legs extends repositoryOf(legs) {}
