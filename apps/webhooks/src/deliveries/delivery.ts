import { dialectSchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { deliveryViewSchema, type DeliveryView } from '@sluice/contract-webhooks';
import { after, idFrom, type Duration } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Notification } from '../dialects/dialect.js';

/** One notification on its way to one subscription. `sending` was written by an older version; it is waiting like any other. */
export const deliverySchema = z.object({
  dialect: dialectSchema,
  subscriptionId: idSchema,
  eventId: idSchema,
  type: z.string(),
  withdrawalId: idSchema.optional(),
  /** When the reported change happened. */
  happenedAt: timeSchema,
  url: z.string(),
  body: z.string(),
  status: z.enum(['waiting', 'sending', 'delivered', 'failed', 'dropped']),
  attempts: deliveryViewSchema.shape.attempts,
  createdAt: timeSchema,
});
export type Delivery = z.output<typeof deliverySchema>;

/** As it is stored, with the trace that it belongs to. Due as long as it is waiting. */
export interface StoredDelivery extends Versioned<Delivery> {
  readonly traceparent?: string | undefined;
}

/** One try and its outcome. */
export type Try = Delivery['attempts'][number];

/** When and about which withdrawal a notification is. `happenedAt`: ISO 8601. */
export interface Occasion {
  readonly happenedAt: string;
  readonly withdrawalId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** How long to wait after each failed try; the last one again and again until the day is over. */
const pauses: readonly Duration[] = ['5s', '30s', '2m', '10m', '30m', '1h', '2h', '4h'];
const givenUpAfter: Duration = '24h';

/** The same for the same event and subscription, so making it twice makes it once. */
export function newDelivery({ id: subscriptionId, tenantId, state: { url, dialect } }: Versioned<Pick<Delivery, 'url' | 'dialect'>>, notification: Notification, { traceparent, ...occasion }: Occasion, now: Date): StoredDelivery {
  const state: Delivery = { ...notification, ...occasion, dialect, subscriptionId, url, status: 'waiting', attempts: [], createdAt: now.toISOString() };
  return { id: idFrom('delivery', subscriptionId, notification.eventId), tenantId, version: 1, dueAt: now, traceparent, state };
}

/** Whether a day has passed since the first try. */
export const isOver = ({ createdAt }: Pick<Delivery, 'createdAt'>, now: Date): boolean => now > after(new Date(createdAt), givenUpAfter);

/** Deliveries made before that have been waiting for a day. */
export const dayBefore = (now: Date): Date => new Date(2 * now.getTime() - after(now, givenUpAfter).getTime());

/** When to try again after so many tries; null when a day has passed since the first. */
export function nextTryAt(delivery: Pick<Delivery, 'attempts' | 'createdAt'>, now: Date): Date | null {
  const next = after(now, pauses[Math.min(delivery.attempts.length, pauses.length) - 1] ?? '5s');
  return isOver(delivery, next) ? null : next;
}

export const isSuccess = ({ status }: Try): boolean => status !== undefined && status >= 200 && status < 300;

/** What becomes of a delivery after a try: delivered, waiting for the next, or failed for good. */
export interface Outcome {
  readonly status: 'delivered' | 'waiting' | 'failed';
  readonly dueAt: Date | null;
}

export function outcomeOf(delivery: Delivery, attempt: Try, isFinal: boolean, now: Date): Outcome {
  if (isSuccess(attempt)) return { status: 'delivered', dueAt: null };
  const dueAt = isFinal ? null : nextTryAt({ ...delivery, attempts: [...delivery.attempts, attempt] }, now);
  return { status: dueAt === null ? 'failed' : 'waiting', dueAt };
}

export const deliveryViewOf = ({ id, dueAt, state }: Versioned<Delivery>): DeliveryView => ({
  id, subscriptionId: state.subscriptionId, eventId: state.eventId, type: state.type, withdrawalId: state.withdrawalId, url: state.url, body: state.body,
  status: state.status === 'waiting' || state.status === 'sending' ? 'pending' : state.status, attempts: state.attempts, createdAt: state.createdAt,
  ...(dueAt && { nextAt: dueAt.toISOString() }),
});
