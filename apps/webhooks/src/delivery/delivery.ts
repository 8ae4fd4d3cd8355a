import { dialectSchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { deliveryViewSchema, type DeliveryView } from '@sluice/contract-webhooks';
import { after, type Duration } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';

/** One notification on its way to one subscription. `sending`: a try is under way, or its process has died; the lease says until when we wait for it. */
export const deliverySchema = z.object({
  dialect: dialectSchema,
  subscriptionId: idSchema,
  eventId: idSchema,
  type: z.string(),
  withdrawalId: idSchema.optional(),
  /** When that happened which is told of. */
  happenedAt: timeSchema,
  url: z.string(),
  body: z.string(),
  status: z.enum(['waiting', 'sending', 'delivered', 'failed', 'dropped']),
  attempts: deliveryViewSchema.shape.attempts,
  createdAt: timeSchema,
});
export type Delivery = z.output<typeof deliverySchema>;

/** What came of one try. */
export type Try = Delivery['attempts'][number];

/** Longer than any try may take. */
export const leaseOfATry: Duration = '60s';

/** How long to wait after each failed try; the last one again and again until the day is over. */
const pauses: readonly Duration[] = ['5s', '30s', '2m', '10m', '30m', '1h', '2h', '4h'];
const givenUpAfter: Duration = '24h';

/** When to try again; null when a day has passed since the first try. */
export function nextTryAt({ attempts, createdAt }: Pick<Delivery, 'attempts' | 'createdAt'>, now: Date): Date | null {
  const pause = pauses[Math.min(attempts.length, pauses.length) - 1] ?? '5s';
  const next = after(now, pause);
  return next > after(new Date(createdAt), givenUpAfter) ? null : next;
}

export const isSuccess = ({ status }: Try): boolean => status !== undefined && status >= 200 && status < 300;

/** The delivery after a try: delivered, waiting for the next, or failed for good. */
export function afterTry(delivery: Delivery, tried: Try, isFinal: boolean, now: Date): { readonly delivery: Delivery; readonly dueAt: Date | null } {
  const next = { ...delivery, attempts: [...delivery.attempts, tried] };
  if (isSuccess(tried)) return { delivery: { ...next, status: 'delivered' }, dueAt: null };
  const dueAt = isFinal ? null : nextTryAt(next, now);
  return { delivery: { ...next, status: dueAt === null ? 'failed' : 'waiting' }, dueAt };
}

export const deliveryViewOf = ({ id, dueAt, state }: Versioned<Delivery>): DeliveryView => ({
  id, subscriptionId: state.subscriptionId, eventId: state.eventId, type: state.type, withdrawalId: state.withdrawalId, url: state.url, body: state.body,
  status: state.status === 'waiting' || state.status === 'sending' ? 'pending' : state.status, attempts: state.attempts, createdAt: state.createdAt,
  ...(dueAt && { nextAt: dueAt.toISOString() }),
});
