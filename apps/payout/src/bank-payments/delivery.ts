import { idSchema, railSchema, send, timeSchema, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { bankNumbersSchema, delivered, deliveryCancelled, partlyDelivered, returned, undelivered, type deliver } from '@sluice/contract-payout';
import { Money } from '@sluice/kernel';
import { stored, type Change, type Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Instruction } from '../providers/bank.js';
import { bankLegSchema, beginSending, ended, hasEnded, heldBack, plannedLeg, stop, type BankLeg, type LegOrder } from './bank-leg.js';
import { valueDate } from './rails/calendar/rail-dates.js';
import type { Originator } from './rails/originator.js';
import { writeInstruction } from './rails/rail-files.js';
import { InexpressibleInstruction, type BankFile } from './rails/rail-instruction.js';

/** What every leg's instruction has in common, taken from the counterparty once, so that sending again sends the same. */
export const paymentSchema = z.object({
  rail: railSchema,
  reference: z.string().optional(),
  counterpartyId: idSchema,
  creditor: bankNumbersSchema.extend({ name: z.string(), type: z.enum(['INDIVIDUAL', 'BUSINESS']) }),
});
export type Payment = z.output<typeof paymentSchema>;

/** The delivery of one withdrawal's payment, under the withdrawal's id. */
export const deliverySchema = z.object({
  /** Grows when failed legs are tried again; each round is answered once. */
  round: z.int().min(1),
  /** Absent when there is nothing to pay: cancelled before it was ordered, or impossible from the start. */
  payment: paymentSchema.optional(),
  /** Every attempt there was; a leg's current one is that with the highest number. */
  legs: z.array(stored(bankLegSchema, { failedAttempts: 'fruitless', appliedReports: 'heard' })).min(1),
  /** The reply address, and the trace that the answer belongs to. */
  replyAddress: z.object({ replyTo: z.string(), traceparent: z.string().optional(), dialect: z.string().optional() }),
  createdAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Delivery = z.output<typeof deliverySchema>;

/** The legs that count, each at its latest attempt. */
export function currentLegs({ legs }: Pick<Delivery, 'legs'>): BankLeg[] {
  const latest = new Map<string, BankLeg>();
  for (const leg of legs) {
    if (leg.attempt > (latest.get(leg.legId)?.attempt ?? 0)) latest.set(leg.legId, leg);
  }
  return [...latest.values()];
}

export const isOver = (delivery: Pick<Delivery, 'legs'>): boolean => currentLegs(delivery).every(hasEnded);

export const legByKey = (delivery: Pick<Delivery, 'legs'>, key: string): BankLeg | undefined => delivery.legs.find((leg) => leg.key === key);

export const legByPaymentId = (delivery: Pick<Delivery, 'legs'>, paymentId: string): BankLeg | undefined =>
  delivery.legs.find((leg) => leg.paymentId === paymentId);

/** The delivery with the leg of this key replaced. */
export const withLeg = (delivery: Delivery, next: BankLeg): Delivery => ({
  ...delivery, legs: delivery.legs.map((leg) => (leg.key === next.key ? next : leg)),
});

/** When something has to be done next. */
export function dueAtOf({ legs }: Pick<Delivery, 'legs'>): Date | null {
  const times = legs.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function outcomeOfLeg({ legId, attempt, amount, status, trace, reason }: BankLeg) {
  if (status !== 'delivered' && status !== 'failed' && status !== 'cancelled') throw new TypeError(`The leg ${legId} has not ended: it is ${status}.`);
  return { legId, attempt, amount, status, ...(trace === undefined ? {} : { trace }), ...(reason === undefined ? {} : { reason }) };
}

function contractFor(legs: readonly BankLeg[]): typeof delivered | typeof partlyDelivered | typeof undelivered | typeof deliveryCancelled {
  if (legs.every(({ status }) => status === 'delivered')) return delivered;
  if (legs.some(({ status }) => status === 'delivered')) return partlyDelivered;
  return legs.some(({ status }) => status === 'failed') ? undelivered : deliveryCancelled;
}

/** The answer to the command, once every leg has ended; null before. */
function outcomeOf(delivery: Pick<Delivery, 'legs'>): Outgoing | null {
  if (!isOver(delivery)) return null;
  const legs = currentLegs(delivery);
  return send(contractFor(legs), { legs: legs.map(outcomeOfLeg) });
}

/** An event for each return that was not there before. */
export function newReturns(before: BankLeg, after: BankLeg): Outgoing[] {
  const { legId, attempt, amount } = after;
  return after.returns.slice(before.returns.length).map(({ code, at }) => send(returned, { legId, attempt, amount, code, at }));
}

/** A command: the withdrawal it is about, the reply address, and the legs. */
export interface DeliveryOrder {
  readonly withdrawalId: string;
  readonly replyAddress: Delivery['replyAddress'];
  readonly legs: BodyOf<typeof deliver>['legs'];
}

/** Why nothing can be paid at all, found out when the payment was ordered. */
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

function opened({ legs, replyAddress }: DeliveryOrder, payment: Payment | undefined, make: (order: LegOrder) => BankLeg, now: Date): Change<Delivery> {
  const delivery: Delivery = { round: roundOf(legs), legs: legs.map(make), replyAddress, createdAt: now.toISOString(), ...(payment ? { payment } : {}) };
  return changeTo(delivery, null, now);
}

/** The answer again when there is one, for a command whose delivery has ended; nothing while it is under way. */
function again(delivery: Delivery): Change<Delivery> | null {
  const outcome = outcomeOf(delivery);
  return outcome && { send: [outcome] };
}

/** A new attempt is made only at a leg that failed: what was delivered or cancelled stays so. */
function retried(delivery: Delivery, { legs }: DeliveryOrder, payment: Payment | undefined, make: (order: LegOrder) => BankLeg, now: Date): Change<Delivery> | null {
  const current = new Map(currentLegs(delivery).map((leg) => [leg.legId, leg]));
  const fresh = legs.filter(({ legId, attempt }) => current.get(legId)?.status === 'failed' && attempt > (current.get(legId)?.attempt ?? 0));
  const next: Delivery = { ...delivery, round: roundOf(legs), legs: [...delivery.legs, ...fresh.map(make)], payment: payment ?? delivery.payment };
  return changeTo(next, delivery, now);
}

/** The delivery after a command to deliver, however often it comes. A copy of an earlier round's command changes nothing. */
export function orderDelivery(current: Delivery | null, order: DeliveryOrder, to: Payment | Impossible, now: Date): Change<Delivery> | null {
  const payment = 'reason' in to ? undefined : to;
  const make = (leg: LegOrder): BankLeg => {
    const planned = plannedLeg(order.withdrawalId, leg, now);
    return 'reason' in to ? ended(planned, { status: 'failed', reason: to.reason }) : planned;
  };
  if (current === null) return opened(order, payment, make, now);
  const round = roundOf(order.legs);
  if (round < current.round) return null;
  return round === current.round ? again(current) : retried(current, order, payment, make, now);
}

/** The delivery after a command to cancel. One that was never ordered is closed: ordered later, it is cancelled already. */
export function orderCancellation(current: Delivery | null, order: DeliveryOrder, now: Date): Change<Delivery> | null {
  const cancelled = (leg: LegOrder): BankLeg => ended(plannedLeg(order.withdrawalId, leg, now), { status: 'cancelled' });
  if (current === null) return opened(order, undefined, cancelled, now);
  if (isOver(current)) return again(current);
  return changeTo({ ...current, legs: current.legs.map((leg) => stop(leg, now)) }, current, now);
}

/** The delivery with a leg that is not to be sent yet, because such payouts are paused. */
export function legHeldBack(delivery: Delivery, key: string, now: Date): Change<Delivery> | null {
  const leg = legByKey(delivery, key);
  const held = leg === undefined ? null : heldBack(leg, now);
  return held && changeTo(withLeg(delivery, held), delivery, now);
}

/** Who pays, and how long a call may be under way before its intent is inquired about. */
interface Sender {
  readonly debtor: Originator;
  readonly leaseMs: number;
}

/** The file of a leg whose intent is stored: it follows from what is stored, so it is the same at every repetition. */
function fileOf(leg: BankLeg, { creditor, rail, reference }: Payment, debtor: Originator): BankFile | InexpressibleInstruction | null {
  const { legId, attempt, key, firstSentAt, settlesOn } = leg;
  if (firstSentAt === undefined || settlesOn === undefined) return null;
  const { name, type, ...numbers } = creditor;
  return writeInstruction({
    legId, attempt, key, rail, debtor, settlesOn, amount: Money.fromJson(leg.amount), creditor: { name, type, numbers },
    createdAt: new Date(firstSentAt), ...(reference === undefined ? {} : { reference }),
  });
}

/** Nothing can be sent that the rail has no room or letters for. If something might have been sent before, the leg is recalled. */
function inexpressible(leg: BankLeg, { field }: InexpressibleInstruction, now: Date): BankLeg {
  return leg.firstSentAt === undefined ? ended(leg, { status: 'failed', reason: `inexpressible_${field.replace('.', '_')}` }) : stop(leg, now);
}

/** The intent to send a leg, or its end when it cannot be put into the rail's format. Null when it is not the time for either. */
export function intend(delivery: Delivery, key: string, now: Date, { debtor, leaseMs }: Sender): Change<Delivery> | null {
  const leg = legByKey(delivery, key);
  if (!leg || !delivery.payment) return null;
  const sending = beginSending(leg, now, valueDate(delivery.payment.rail, now), leaseMs);
  const file = sending && fileOf(sending, delivery.payment, debtor);
  if (sending === null || file === null) return null;
  if (file instanceof InexpressibleInstruction) return changeTo(withLeg(delivery, inexpressible(leg, file, now)), delivery, now);
  const next = withLeg(delivery, sending);
  return { state: next, dueAt: dueAtOf(next) };
}

/** What the bank is given of a leg that is being sent; null for any other. */
export function instructionOf({ tenantId, state }: Versioned<Delivery>, key: string, debtor: Originator): Instruction | null {
  const leg = legByKey(state, key);
  if (leg?.status !== 'sending' || leg.valueDate === undefined || state.payment === undefined) return null;
  const file = fileOf(leg, state.payment, debtor);
  if (file === null || file instanceof InexpressibleInstruction) return null;
  const { rail, creditor: { type: _, ...creditor }, reference } = state.payment;
  return {
    key, endToEndId: `${leg.legId}/${leg.attempt}`, tenantId, rail, amount: leg.amount, creditor, reference, valueDate: leg.valueDate,
    file: { format: file.format, text: file.text },
  };
}
