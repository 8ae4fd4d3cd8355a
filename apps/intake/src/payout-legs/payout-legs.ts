import type { Outgoing } from '@sluice/contract-kit';
import { type Hold, idFrom, type Phase } from '@sluice/kernel';
import { asOf, enter, hasEnded, step, timeOut, verdictOf, type Moved, type Verdict } from '@sluice/saga';
import type { LegMessages, Order, WithdrawalMessages } from '../engine/vocabulary.js';
import type { WithdrawalDetails } from '../engine/withdrawal-details.js';
import { legHoldIdOf, reservationOfRetry, type LegDetails, type PayoutLegRecord } from './payout-leg.details.js';
import { payoutLegSaga, type LegState } from './payout-leg.saga.js';

/** The legs after a change, and what they send. */
export interface LegsChange {
  readonly legs: readonly PayoutLegRecord[];
  readonly send: readonly Outgoing[];
}

type Move = Moved<LegState, LegDetails, Outgoing>;

export const rowOfLeg = ({ state }: Pick<PayoutLegRecord, 'state'>) => payoutLegSaga.rows[state as LegState];
/** The table as it applies to legs whose withdrawal began under this version: the legs' table is of the same as the wallet's. */
const tableOfLegs = (version = 1): typeof payoutLegSaga => (version >= payoutLegSaga.version ? payoutLegSaga : asOf(payoutLegSaga, version));
const positionOf = ({ state, details }: PayoutLegRecord) => ({ state: state as LegState, data: details });
export const legHasEnded = (leg: PayoutLegRecord): boolean => hasEnded(rowOfLeg(leg));
/** The row of a stored state, if the table has it: what is stored may be of another version, or wrong. */
export const findRowOfLeg = ({ state }: Pick<PayoutLegRecord, 'state'>): ReturnType<typeof rowOfLeg> | undefined => payoutLegSaga.rows[state as LegState];
export const isDelivered = (leg: Pick<PayoutLegRecord, 'state'>): boolean => findRowOfLeg(leg)?.outcome === 'delivered';

/** Has a retry just been ordered? It may be joined until its attempt has begun; from then on the leg is under way like any other. */
export const isBeingRetried = (leg: PayoutLegRecord): boolean => rowOfLeg(leg).isRetry?.(leg.details) ?? false;

/** What is replied to an order about one leg. */
export const verdictOfLeg = ({ state }: PayoutLegRecord, order: Order): Verdict => verdictOf(payoutLegSaga, state as LegState, order);

/** The leg after a move. When a command is sent again, the leg has been in its state since it entered it first. */
function recordOf({ state, data, deadline }: Move, now: Date, before?: PayoutLegRecord): PayoutLegRecord {
  const stays = before?.state === state;
  return {
    state, details: data, since: stays ? (before.since ?? now.toISOString()) : now.toISOString(),
    ...(before?.sagaVersion !== undefined && { sagaVersion: before.sagaVersion }), ...(deadline && { dueAt: deadline.toISOString() }), ...(stays && before.overdueSince !== undefined && { overdueSince: before.overdueSince }),
  };
}

/** After a timeout that leads back to the same state: the leg is overdue. */
function overdueRecordOf(move: Move, now: Date, before: PayoutLegRecord): PayoutLegRecord {
  const record = recordOf(move, now, before);
  return record.state === before.state ? { ...record, overdueSince: before.overdueSince ?? before.dueAt } : record;
}

/** One leg for each group that the reservation came in. */
export function beginLegs({ withdrawalId, accountId, wallet, dialect, sourceLabel, lookedUpAt }: WithdrawalDetails, now: Date, sagaVersion = payoutLegSaga.version): LegsChange {
  const [start] = payoutLegSaga.starts;
  if (start === undefined) throw new Error('The table of a payout leg begins nowhere.');
  const moves = (wallet?.groups ?? []).map((group, index) => enter(tableOfLegs(sagaVersion), start, {
    legId: idFrom(withdrawalId, 'leg', String(index)), withdrawalId, walletId: accountId, attempt: 1, reservationId: withdrawalId, amount: group.amount,
    chain: wallet?.chain ?? 'ethereum', toAddress: wallet?.toAddress ?? '', approval: wallet?.approval ?? 'none', dialect, sourceLabel, lookedUpAt, group, transfers: [],
  }, now));
  return { legs: moves.map((move) => ({ ...recordOf(move, now), ...(sagaVersion > 1 && { sagaVersion }) })), send: moves.flatMap((move) => move.send) };
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
export function sendToLeg<Type extends keyof LegMessages>(
  legs: readonly PayoutLegRecord[], index: number, message: { readonly type: Type; readonly body: LegMessages[Type] }, now: Date,
): LegsChange | 'ignored' | 'deferred' | 'unexpected' {
  const leg = legs[index];
  if (!leg) return 'unexpected';
  const next = step(tableOfLegs(leg.sagaVersion), positionOf(leg), message, now);
  return next.kind === 'moved' ? { legs: legs.with(index, recordOf(next, now, leg)), send: next.send } : next.kind;
}

/** Sends every leg the same message. Legs whose state does not handle it stay as they are. */
export function sendToLegs<Type extends keyof LegMessages>(
  legs: readonly PayoutLegRecord[], message: { readonly type: Type; readonly body: LegMessages[Type] }, now: Date,
): LegsChange {
  return legs.reduce<LegsChange>((change, _, index) => {
    const sent = sendToLeg(change.legs, index, message, now);
    return typeof sent === 'string' ? change : { legs: sent.legs, send: [...change.send, ...sent.send] };
  }, { legs, send: [] });
}

/** Stops every leg that can still be stopped: by its customer, or by the system in an operator's name. */
export const stopLegs = (legs: readonly PayoutLegRecord[], by: 'customer' | 'system', now: Date): LegsChange =>
  sendToLegs(legs, { type: 'leg.stop', body: { by } }, now);

/** The commands that the open legs wait for, to be sent once more. */
export const commandsOfLegs = (legs: readonly PayoutLegRecord[]): Outgoing[] => legs.flatMap((leg) => {
  const row = rowOfLeg(leg);
  return hasEnded(row) || !row.send ? [] : [row.send.build(leg.details)];
});

/** Times out every leg whose wait is over; null when there is none. */
export function expireLegs(legs: readonly PayoutLegRecord[], now: Date): LegsChange | null {
  const moves = legs.map((leg) => (leg.dueAt !== undefined && new Date(leg.dueAt) <= now ? timeOut(tableOfLegs(leg.sagaVersion), positionOf(leg), now) : null));
  if (moves.every((move) => move?.kind !== 'moved')) return null;
  return {
    legs: legs.map((leg, index) => { const move = moves[index]; return move?.kind === 'moved' ? overdueRecordOf(move, now, leg) : leg; }),
    send: moves.flatMap((move) => (move?.kind === 'moved' ? move.send : [])),
  };
}

/** How all legs have ended, as a message to the table (spec/braid.md: roll-up); undefined while one is open. */
export function rollUp(legs: readonly PayoutLegRecord[]): keyof WithdrawalMessages | undefined {
  const outcomes = new Set(legs.map((leg) => rowOfLeg(leg).outcome));
  if (outcomes.has(undefined)) return undefined;
  if (!outcomes.has('delivered')) return outcomes.has('failed') ? 'legs.failed' : 'legs.cancelled';
  return outcomes.size === 1 ? 'legs.delivered' : 'legs.partly-delivered';
}

const furthest = ['authorized', 'sourcing', 'bridging', 'delivering'] as const;

/** What a withdrawal looks like whose legs are under way: as far as its foremost open leg, and no less once one has ended or is tried again; held as long as one leg is held. */
export function phaseAndHoldOf(legs: readonly PayoutLegRecord[]): { readonly phase: Phase; readonly hold: Hold } {
  const open = legs.filter((leg) => !legHasEnded(leg)).map(rowOfLeg);
  const reached = legs.some((leg) => legHasEnded(leg) || leg.details.attempt > 1) ? 'delivering' : furthest.findLast((phase) => open.some((row) => row.phase === phase));
  const hold = (['approval', 'approval_queued'] as const).find((one) => open.some((row) => row.hold === one));
  return { phase: reached ?? 'delivering', hold: hold ?? 'none' };
}
