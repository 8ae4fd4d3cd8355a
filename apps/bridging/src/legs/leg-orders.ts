import type { bridgeLeg, recallLeg } from '@sluice/contract-bridging';
import type { BodyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { Observation } from './facts.js';
import { answerOf, dueAtOf, isOver, plannedTransfer, transferOf, type ReplyAddress, type Leg } from './leg.js';
import { observed, recalled } from './transfer-steps.js';

/** The leg as it becomes, with its answer if this change has ended it. */
function changeTo(next: Leg, before: Leg | null, now: Date): Change<Leg> {
  const answer = before !== null && isOver(before) ? null : answerOf(next);
  return { state: answer ? { ...next, endedAt: now.toISOString() } : next, dueAt: dueAtOf(next), send: answer ? [answer] : [] };
}

/** The answer again when there is one; nothing while it is still being worked for. */
function again(leg: Leg): Change<Leg> | null {
  const answer = answerOf(leg);
  return answer && { send: [answer] };
}

function isSame(leg: Leg, { walletId, toChain, transfers }: BodyOf<typeof bridgeLeg>): boolean {
  const asked = transfers.map(({ id, fromChain, amount }) => `${id} ${fromChain} ${amount.units}`);
  const known = leg.transfers.map(({ id, fromChain, amount }) => `${id} ${fromChain} ${amount}`);
  return leg.walletId === walletId && leg.toChain === toChain && asked.join() === known.join();
}

/**
 * What becomes of a leg when its bridging is asked for, however often.
 * @throws DomainError `invalid_request` when the same leg asks to carry something else.
 */
export function bridgingCommanded(current: Leg | null, body: BodyOf<typeof bridgeLeg>, asker: ReplyAddress, now: Date): Change<Leg> | null {
  const { legId, attempt, walletId, toChain, transfers } = body;
  if (current === null) {
    const planned = transfers.map((transfer) => plannedTransfer(transfer, now));
    return changeTo({ legId, attempt, walletId, toChain, transfers: planned, recalling: false, asker, createdAt: now.toISOString() }, null, now);
  }
  if (current.transfers.length > 0 && !isSame(current, body)) throw new DomainError('invalid_request', 'This leg has asked to carry something else.');
  return again(current);
}

/** What becomes of it when it is taken back. One that was never asked for is closed: asked for later, it is cancelled already. */
export function recallCommanded(current: Leg | null, { legId, attempt, walletId, toChain }: BodyOf<typeof recallLeg>, asker: ReplyAddress, now: Date): Change<Leg> | null {
  if (current === null) return changeTo({ legId, attempt, walletId, toChain, transfers: [], recalling: true, asker, createdAt: now.toISOString() }, null, now);
  if (isOver(current)) return again(current);
  if (current.recalling) return null;
  return changeTo({ ...current, recalling: true, transfers: current.transfers.map(recalled) }, current, now);
}

/** What a observation makes of the leg; null when nothing. A leg that was answered stays as it was answered. */
export function legAfter(leg: Leg, transferId: string, observation: Observation, now: Date): Change<Leg> | null {
  const transfer = transferOf(leg, transferId);
  const next = transfer && !isOver(leg) ? observed(transfer, observation, { recalling: leg.recalling, now }) : null;
  if (next === null) return null;
  return changeTo({ ...leg, transfers: leg.transfers.map((one) => (one.id === transferId ? next : one)) }, leg, now);
}
