import type { Outgoing } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { enter, hasEnded, late, step, type Moved } from '@sluice/saga';
import type { LegMessages } from '../saga/leg-messages.js';
import type { WithdrawalMessages } from '../saga/messages.js';
import { failedStates, payoutLegSaga, retryStates, type LegState } from '../saga/payout-leg.saga.js';
import { at, type Label } from '../saga/vocabulary.js';
import { legHoldIdOf, reservationOfRetry, type LegDetails, type PayoutLegRecord } from './payout-leg.js';
import type { WithdrawalDetails } from './withdrawal-details.js';

/** What became of the legs, and what they send. */
export interface LegsChange {
  readonly legs: readonly PayoutLegRecord[];
  readonly send: readonly Outgoing[];
}

type Move = Moved<LegState, LegDetails, Outgoing>;

const rowOf = ({ state }: Pick<PayoutLegRecord, 'state'>) => payoutLegSaga.rows[state as LegState];
const positionOf = ({ state, details }: PayoutLegRecord) => ({ state: state as LegState, data: details });
export const legHasEnded = (leg: PayoutLegRecord): boolean => hasEnded(rowOf(leg));

/** Has a retry just been asked for? It may be joined until its attempt has begun; from then on the leg is under way like any other. */
export const isBeingRetried = ({ state, details }: PayoutLegRecord): boolean => retryStates.includes(state) || (state === 'holding' && details.attempt > 1);

/** The leg after a move. Asked again for the same, it has been there since it came first. */
function recordOf({ state, data, deadline }: Move, now: Date, before?: PayoutLegRecord): PayoutLegRecord {
  const stays = before?.state === state;
  return {
    state, details: data, since: stays ? (before.since ?? now.toISOString()) : now.toISOString(),
    ...(deadline && { dueAt: deadline.toISOString() }), ...(stays && before.overdueSince !== undefined && { overdueSince: before.overdueSince }),
  };
}

/** A deadline that leads back to where it passed: what was promised is not kept. */
function lateRecordOf(move: Move, now: Date, before: PayoutLegRecord): PayoutLegRecord {
  const record = recordOf(move, now, before);
  return record.state === before.state ? { ...record, overdueSince: before.overdueSince ?? before.dueAt } : record;
}

/** One leg for each group that the reservation came in. */
export function beginLegs({ withdrawalId, accountId, wallet, dialect, sourceLabel, lookedUpAt }: WithdrawalDetails, now: Date): LegsChange {
  const moves = (wallet?.groups ?? []).map((group, index) => enter(payoutLegSaga, 'holding', {
    legId: idFrom(withdrawalId, 'leg', String(index)), withdrawalId, walletId: accountId, attempt: 1, reservationId: withdrawalId, amount: group.amount,
    chain: wallet?.chain ?? 'ethereum', toAddress: wallet?.toAddress ?? '', approval: wallet?.approval ?? 'none', dialect, sourceLabel, lookedUpAt, group, transfers: [],
  }, now));
  return { legs: moves.map((move) => recordOf(move, now)), send: moves.flatMap((move) => move.send) };
}

/** Which leg a message is for: by leg and attempt, by hold, or by reservation. `stale`: for an attempt that is over. Undefined: for the withdrawal itself. */
export function addresseeOf(legs: readonly PayoutLegRecord[], body: object): number | 'stale' | undefined {
  const { legId, attempt, holdId, reservationId } = body as { legId?: string; attempt?: number; holdId?: string; reservationId?: string };
  if (legs.length === 0) return undefined;
  if (legId !== undefined) {
    const index = legs.findIndex(({ details }) => details.legId === legId);
    return index < 0 || (attempt !== undefined && legs[index]?.details.attempt !== attempt) ? 'stale' : index;
  }
  if (holdId !== undefined) return found(legs.findIndex(({ details }) => legHoldIdOf(details) === holdId));
  if (reservationId === undefined) return undefined;
  const index = legs.findIndex(({ details }) => reservationOfRetry(details) === reservationId && reservationId !== details.withdrawalId);
  return index < 0 ? undefined : index;
}

const found = (index: number): number | 'stale' => (index < 0 ? 'stale' : index);

/** What a message does to one leg. */
export function tellLeg<Type extends keyof LegMessages>(
  legs: readonly PayoutLegRecord[], index: number, message: { readonly type: Type; readonly body: LegMessages[Type] }, now: Date,
): LegsChange | 'ignored' | 'early' | 'unexpected' {
  const leg = legs[index];
  if (!leg) return 'unexpected';
  const next = step(payoutLegSaga, positionOf(leg), message, now);
  return next.kind === 'moved' ? { legs: legs.with(index, recordOf(next, now, leg)), send: next.send } : next.kind;
}

/** Tells every leg the same. Those whose state has no place for it stay as they are. */
export function tellLegs<Type extends keyof LegMessages>(
  legs: readonly PayoutLegRecord[], message: { readonly type: Type; readonly body: LegMessages[Type] }, now: Date,
): LegsChange {
  return legs.reduce<LegsChange>((change, _, index) => {
    const told = tellLeg(change.legs, index, message, now);
    return typeof told === 'string' ? change : { legs: told.legs, send: [...change.send, ...told.send] };
  }, { legs, send: [] });
}

/** Stops every leg that can still be stopped: by its customer, or by the system in an operator's name. */
export const stopLegs = (legs: readonly PayoutLegRecord[], by: 'customer' | 'system', now: Date): LegsChange =>
  tellLegs(legs, { type: 'leg.stop', body: { by } }, now);

/** What the open legs wait for, to be asked once more. */
export const asksOfLegs = (legs: readonly PayoutLegRecord[]): Outgoing[] => legs.flatMap((leg) => {
  const row = rowOf(leg);
  return hasEnded(row) || !row.send ? [] : [row.send.build(leg.details)];
});

/** Takes every leg along whose wait is over; null when there is none. */
export function expireLegs(legs: readonly PayoutLegRecord[], now: Date): LegsChange | null {
  const moves = legs.map((leg) => (leg.dueAt !== undefined && new Date(leg.dueAt) <= now ? late(payoutLegSaga, positionOf(leg), now) : null));
  if (moves.every((move) => move?.kind !== 'moved')) return null;
  return {
    legs: legs.map((leg, index) => { const move = moves[index]; return move?.kind === 'moved' ? lateRecordOf(move, now, leg) : leg; }),
    send: moves.flatMap((move) => (move?.kind === 'moved' ? move.send : [])),
  };
}

/** How all legs have ended, in the table's words (spec/braid.md: roll-up); undefined while one is open. */
export function rollUp(legs: readonly PayoutLegRecord[]): keyof WithdrawalMessages | undefined {
  const states = new Set(legs.map((leg) => (failedStates.includes(leg.state) ? 'failed' : legHasEnded(leg) ? leg.state : 'open')));
  if (states.has('open')) return undefined;
  if (!states.has('delivered')) return states.has('failed') ? 'legs.failed' : 'legs.cancelled';
  return states.size === 1 ? 'legs.delivered' : 'legs.partly-delivered';
}

const furthest = ['authorized', 'sourcing', 'bridging', 'delivering'] as const;

/** What a withdrawal looks like whose legs are under way: as far as its foremost open leg, and no less once one has ended or is tried again; held as long as one leg is held. */
export function labelOf(legs: readonly PayoutLegRecord[]): Label {
  const open = legs.filter((leg) => !legHasEnded(leg)).map((leg) => rowOf(leg).is);
  const reached = legs.some((leg) => legHasEnded(leg) || leg.details.attempt > 1) ? 'delivering' : furthest.findLast((phase) => open.some((label) => label.phase === phase));
  const hold = (['approval', 'approval_queued'] as const).find((one) => open.some((label) => label.hold === one));
  return at(reached ?? 'delivering', hold ?? 'none');
}
