import { send, type Outgoing } from '@sluice/contract-kit';
import { delivered, deliveryCancelled, partlyDelivered, returned, undelivered } from '@sluice/contract-payout';
import { currentLegs, isOver, type Delivery } from './delivery.js';
import type { Leg } from './leg.js';

function outcomeOfLeg({ legId, attempt, amount, status, trace, reason }: Leg) {
  if (status !== 'delivered' && status !== 'failed' && status !== 'cancelled') throw new TypeError(`The leg ${legId} has not ended: it is ${status}.`);
  return { legId, attempt, amount, status, ...(trace === undefined ? {} : { trace }), ...(reason === undefined ? {} : { reason }) };
}

function contractFor(legs: readonly Leg[]): typeof delivered | typeof partlyDelivered | typeof undelivered | typeof deliveryCancelled {
  if (legs.every(({ status }) => status === 'delivered')) return delivered;
  if (legs.some(({ status }) => status === 'delivered')) return partlyDelivered;
  return legs.some(({ status }) => status === 'failed') ? undelivered : deliveryCancelled;
}

/** The answer to the command, once every leg has ended; null before. */
export function outcomeOf(delivery: Pick<Delivery, 'legs'>): Outgoing | null {
  if (!isOver(delivery)) return null;
  const legs = currentLegs(delivery);
  return send(contractFor(legs), { legs: legs.map(outcomeOfLeg) });
}

/** What tells of returns that were not there before. */
export function newReturns(before: Leg, after: Leg): Outgoing[] {
  const { legId, attempt, amount } = after;
  return after.returns.slice(before.returns.length).map(({ code, at }) => send(returned, { legId, attempt, amount, code, at }));
}
