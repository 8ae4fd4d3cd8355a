import { idSchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { bankNumbersSchema } from '@sluice/contract-payout';
import { z } from 'zod';
import { hasEnded, legSchema, type Leg } from './leg.js';

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
  /** Absent when there is nothing to pay: never asked for, or impossible from the start. */
  payment: paymentSchema.optional(),
  /** Every attempt there was; a leg's current one is that with the highest number. */
  legs: z.array(legSchema).min(1),
  /** Whom to answer, and in which trace. */
  asker: z.object({ replyTo: z.string(), traceparent: z.string().optional(), dialect: z.string().optional() }),
  createdAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Delivery = z.output<typeof deliverySchema>;

/** The legs that count, each at its latest attempt. */
export function currentLegs({ legs }: Pick<Delivery, 'legs'>): Leg[] {
  const latest = new Map<string, Leg>();
  for (const leg of legs) {
    if (leg.attempt > (latest.get(leg.legId)?.attempt ?? 0)) latest.set(leg.legId, leg);
  }
  return [...latest.values()];
}

export const isOver = (delivery: Pick<Delivery, 'legs'>): boolean => currentLegs(delivery).every(hasEnded);

export const legByKey = (delivery: Pick<Delivery, 'legs'>, key: string): Leg | undefined => delivery.legs.find((leg) => leg.key === key);

export const legByPaymentId = (delivery: Pick<Delivery, 'legs'>, paymentId: string): Leg | undefined =>
  delivery.legs.find((leg) => leg.paymentId === paymentId);

/** The leg's place taken by another of the same key. */
export const withLeg = (delivery: Delivery, next: Leg): Delivery => ({
  ...delivery, legs: delivery.legs.map((leg) => (leg.key === next.key ? next : leg)),
});

/** When something has to be done next. */
export function dueAtOf({ legs }: Pick<Delivery, 'legs'>): Date | null {
  const times = legs.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
