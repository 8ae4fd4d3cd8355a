import { legBridged, legBridgeFailed, type bridgeLeg, type recallLeg } from '@sluice/contract-bridging';
import { chainSchema, idSchema, send, timeSchema, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { stored, type Change } from '@sluice/persistence';
import { z } from 'zod';
import { hasEnded, observed, recalled, transferSchema, type Observation, type Reason, type Transfer } from './transfer.js';

/** The bridging of one payout leg at one attempt. */
export const legSchema = z.object({
  legId: idSchema,
  attempt: z.int().min(1),
  walletId: idSchema,
  toChain: chainSchema,
  /** As commanded; empty when it was recalled before its command came. */
  transfers: z.array(stored(transferSchema, { lastObservation: 'heard', failedAttempts: 'fruitless' })),
  /** Nothing more is to be burned. */
  recalling: z.boolean(),
  /** Reply address, the withdrawal, and the trace of the answer. */
  replyAddress: z.object({ replyTo: z.string(), withdrawalId: z.string().optional(), traceparent: z.string().optional(), dialect: z.string().optional() }),
  createdAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Leg = z.output<typeof legSchema>;
export type ReplyAddress = Leg['replyAddress'];

/** Under which a leg's attempt is kept. */
export const legKeyOf = ({ legId, attempt }: Pick<Leg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const isOver = ({ transfers }: Pick<Leg, 'transfers'>): boolean => transfers.every(hasEnded);

export const transferOf = ({ transfers }: Pick<Leg, 'transfers'>, id: string): Transfer | undefined => transfers.find((transfer) => transfer.id === id);

export const plannedTransfer = ({ id, fromChain, amount }: BodyOf<typeof bridgeLeg>['transfers'][number], now: Date): Transfer => ({
  id, fromChain, amount: amount.units, fee: '0', status: 'planned', nextAt: now.toISOString(), attempt: 1, lastObservation: 0, failedAttempts: 0, mints: 0,
});

/** When something has to be done next. */
export function dueAtOf({ transfers }: Pick<Leg, 'transfers'>): Date | null {
  const times = transfers.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The worst of what went wrong: money that is stuck before money that stayed where it was. */
function reasonOf({ transfers }: Leg): Reason {
  const reasons = transfers.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return (['onchain_failed', 'onchain_reverted'] as const).find((reason) => reasons.includes(reason)) ?? 'cancelled';
}

/** The answer to the command once every transfer has ended; null before. */
export function answerOf(leg: Leg): Outgoing | null {
  if (!isOver(leg)) return null;
  const { legId, attempt, walletId, toChain, transfers } = leg;
  const moved = transfers.flatMap(({ id, fromChain, amount, mintHash }) =>
    (mintHash === undefined ? [] : [{ id, fromChain, amount: { currency: 'USDC' as const, units: amount }, mintTxHash: mintHash }]));
  const body = { legId, attempt, walletId, toChain, moved };
  const isAll = transfers.length > 0 && moved.length === transfers.length;
  return isAll ? send(legBridged, body) : send(legBridgeFailed, { ...body, reason: reasonOf(leg) });
}

/** The leg as it becomes, with its answer if this change has ended it. */
function changeTo(next: Leg, before: Leg | null, now: Date): Change<Leg> {
  const answer = before !== null && isOver(before) ? null : answerOf(next);
  return { state: answer ? { ...next, endedAt: now.toISOString() } : next, dueAt: dueAtOf(next), send: answer ? [answer] : [] };
}

/** The answer again when there is one; nothing while the leg is under way. */
function again(leg: Leg): Change<Leg> | null {
  const answer = answerOf(leg);
  return answer && { send: [answer] };
}

function isSame(leg: Leg, { walletId, toChain, transfers }: BodyOf<typeof bridgeLeg>): boolean {
  const commanded = transfers.map(({ id, fromChain, amount }) => `${id} ${fromChain} ${amount.units}`);
  const known = leg.transfers.map(({ id, fromChain, amount }) => `${id} ${fromChain} ${amount}`);
  return leg.walletId === walletId && leg.toChain === toChain && commanded.join() === known.join();
}

/**
 * The leg after `bridge-leg`, however often it comes.
 * @throws DomainError `invalid_request` when the same leg is to carry something else.
 */
export function bridgingCommanded(current: Leg | null, body: BodyOf<typeof bridgeLeg>, replyAddress: ReplyAddress, now: Date): Change<Leg> | null {
  const { legId, attempt, walletId, toChain, transfers } = body;
  if (current === null) {
    const planned = transfers.map((transfer) => plannedTransfer(transfer, now));
    return changeTo({ legId, attempt, walletId, toChain, transfers: planned, recalling: false, replyAddress, createdAt: now.toISOString() }, null, now);
  }
  if (current.transfers.length > 0 && !isSame(current, body)) throw new DomainError('invalid_request', 'This leg has asked to carry something else.');
  return again(current);
}

/** The leg after `recall-leg`. One that was never commanded is closed: its command finds it cancelled. */
export function recallCommanded(current: Leg | null, { legId, attempt, walletId, toChain }: BodyOf<typeof recallLeg>, replyAddress: ReplyAddress, now: Date): Change<Leg> | null {
  if (current === null) return changeTo({ legId, attempt, walletId, toChain, transfers: [], recalling: true, replyAddress, createdAt: now.toISOString() }, null, now);
  if (isOver(current)) return again(current);
  if (current.recalling) return null;
  return changeTo({ ...current, recalling: true, transfers: current.transfers.map(recalled) }, current, now);
}

/** The leg after an observation; null when it changes nothing. A leg that was answered stays as it was answered. */
export function legAfter(leg: Leg, transferId: string, observation: Observation, now: Date): Change<Leg> | null {
  const transfer = transferOf(leg, transferId);
  const next = transfer && !isOver(leg) ? observed(transfer, observation, { recalling: leg.recalling, now }) : null;
  if (next === null) return null;
  return changeTo({ ...leg, transfers: leg.transfers.map((one) => (one.id === transferId ? next : one)) }, leg, now);
}
