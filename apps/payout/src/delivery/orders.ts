import type { deliver } from '@sluice/contract-payout';
import type { BodyOf } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import { currentLegs, dueAtOf, isOver, type Delivery, type Payment } from './delivery.js';
import { ended, plannedLeg, type Leg, type LegOrder } from './leg.js';
import { stop } from './leg-steps.js';
import { outcomeOf } from './outcome.js';

/** Whom a command is for: the withdrawal it is about and the app that is answered. */
export interface Ordered {
  readonly withdrawalId: string;
  readonly asker: Delivery['asker'];
  readonly legs: BodyOf<typeof deliver>['legs'];
}

/** Why nothing can be paid at all, found out when the payment was asked for. */
export interface Impossible {
  readonly reason: string;
}

export const roundOf = (legs: readonly Pick<LegOrder, 'attempt'>[]): number => Math.max(...legs.map(({ attempt }) => attempt));

/** The delivery after a change, with its answer if this change has ended it. */
export function changeTo(next: Delivery, before: Delivery | null, now: Date): Change<Delivery> {
  const outcome = before !== null && before.round === next.round && isOver(before) ? null : outcomeOf(next);
  return {
    state: outcome ? { ...next, endedAt: now.toISOString() } : next,
    dueAt: dueAtOf(next),
    send: outcome ? [outcome] : [],
  };
}

function opened({ legs, asker }: Ordered, payment: Payment | undefined, make: (order: LegOrder) => Leg, now: Date): Change<Delivery> {
  const delivery: Delivery = { round: roundOf(legs), legs: legs.map(make), asker, createdAt: now.toISOString(), ...(payment ? { payment } : {}) };
  return changeTo(delivery, null, now);
}

/** The answer again when there is one, for a command that was carried out before; nothing while it is being carried out. */
function again(delivery: Delivery): Change<Delivery> | null {
  const outcome = outcomeOf(delivery);
  return outcome && { send: [outcome] };
}

/** A new attempt is made only at a leg that failed: what was delivered or cancelled stays so. */
function retried(delivery: Delivery, { legs }: Ordered, payment: Payment | undefined, make: (order: LegOrder) => Leg, now: Date): Change<Delivery> | null {
  const current = new Map(currentLegs(delivery).map((leg) => [leg.legId, leg]));
  const fresh = legs.filter(({ legId, attempt }) => current.get(legId)?.status === 'failed' && attempt > (current.get(legId)?.attempt ?? 0));
  const next: Delivery = { ...delivery, round: roundOf(legs), legs: [...delivery.legs, ...fresh.map(make)], payment: payment ?? delivery.payment };
  return changeTo(next, delivery, now);
}

/** What becomes of a delivery when it is asked for, however often. A copy of an earlier round's command changes nothing. */
export function orderDelivery(current: Delivery | null, order: Ordered, to: Payment | Impossible, now: Date): Change<Delivery> | null {
  const payment = 'reason' in to ? undefined : to;
  const make = (leg: LegOrder): Leg => {
    const planned = plannedLeg(order.withdrawalId, leg, now);
    return 'reason' in to ? ended(planned, { status: 'failed', reason: to.reason }) : planned;
  };
  if (current === null) return opened(order, payment, make, now);
  const round = roundOf(order.legs);
  if (round < current.round) return null;
  return round === current.round ? again(current) : retried(current, order, payment, make, now);
}

/** What becomes of it when it is to be stopped. One that was never asked for is closed: asked for later, it is cancelled already. */
export function orderCancellation(current: Delivery | null, order: Ordered, now: Date): Change<Delivery> | null {
  const cancelled = (leg: LegOrder): Leg => ended(plannedLeg(order.withdrawalId, leg, now), { status: 'cancelled' });
  if (current === null) return opened(order, undefined, cancelled, now);
  if (isOver(current)) return again(current);
  return changeTo({ ...current, legs: current.legs.map((leg) => stop(leg, now)) }, current, now);
}
