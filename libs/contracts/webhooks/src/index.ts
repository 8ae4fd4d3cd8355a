/** What webhooks can be told: every change of a withdrawal, once, in order of its version. */
import { contractOf, dialectSchema, idSchema, moneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('webhooks');

/** One version of a withdrawal: what the event log keeps. */
export const changeSchema = z.object({
  withdrawalId: idSchema,
  dialect: dialectSchema,
  dialectId: idSchema,
  /** The withdrawal's version: one event per version, no gap. */
  sequence: z.int().min(1),
  phase: z.string().min(1),
  hold: z.string().min(1),
  amount: moneySchema,
  /** The withdrawal as its reader would see it at this version (intake's view): what webhooks are written from. */
  view: z.record(z.string(), z.unknown()).optional(),
  at: timeSchema,
});

export const recordChange = service.command('record-change', {
  body: changeSchema,
  sample: {
    withdrawalId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', dialect: 'bultra', dialectId: 'wth_777666555', sequence: 1, phase: 'created', hold: 'none',
    amount: { currency: 'USD', units: '250000' }, at: '2026-01-15T10:30:00.000Z',
  },
  answers: [],
});

/** The tenant's event log, oldest first, after a cursor of its own. */
export const listEvents = service.request('list-events', {
  ask: z.object({ after: z.string().optional(), limit: z.int().min(1).max(200), withdrawalId: idSchema.optional() }),
  reply: z.object({ events: z.array(changeSchema.extend({ id: idSchema })), nextCursor: z.string() }),
  refusals: ['invalid_request'],
});

/** Where a tenant's client of one dialect wants to hear of what. The secret is shown only by who made it, once. */
export const subscriptionViewSchema = z.object({
  id: idSchema,
  dialect: dialectSchema,
  url: z.string(),
  events: z.array(z.string().min(1)),
  /** False once it was disabled: nothing is sent any more. */
  active: z.boolean(),
  createdAt: timeSchema,
});
export type SubscriptionView = z.output<typeof subscriptionViewSchema>;

/** Subscribes once per id. Refused where the URL may not be called (`url`), an event is unknown (`events`), or there are too many. */
export const subscribe = service.request('subscribe', {
  ask: subscriptionViewSchema.pick({ id: true, dialect: true, url: true, events: true }).extend({ secret: z.string().min(1).max(500) }),
  reply: subscriptionViewSchema,
  refusals: ['invalid_request', 'limit_exceeded'],
});
/** Oldest first. */
export const listSubscriptions = service.request('list-subscriptions', {
  ask: z.object({ dialect: dialectSchema }),
  reply: z.object({ subscriptions: z.array(subscriptionViewSchema) }),
});
/** What is on its way is dropped. */
export const unsubscribe = service.request('unsubscribe', { ask: z.object({ id: idSchema, dialect: dialectSchema }), reply: z.object({ id: idSchema }), refusals: ['not_found'] });

/** One event on its way to one subscription, with every try. */
export const deliveryViewSchema = z.object({
  id: idSchema,
  subscriptionId: idSchema,
  eventId: idSchema,
  type: z.string(),
  withdrawalId: idSchema,
  status: z.enum(['pending', 'delivered', 'failed', 'dropped']),
  url: z.string(),
  body: z.string(),
  attempts: z.array(z.object({ at: timeSchema, status: z.int().optional(), error: z.string().optional(), tookMs: z.int().min(0) })),
  nextAt: timeSchema.optional(),
  createdAt: timeSchema,
});
export type DeliveryView = z.output<typeof deliveryViewSchema>;

/** Newest first; `after` names the last one already seen. */
export const listDeliveries = service.request('list-deliveries', {
  ask: z.object({ subscriptionId: idSchema.optional(), withdrawalId: idSchema.optional(), status: deliveryViewSchema.shape.status.optional(), limit: z.int().min(1).max(200), after: idSchema.optional() }),
  reply: z.object({ deliveries: z.array(deliveryViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});
/** Sends it once more, under the same event id. */
export const redeliver = service.request('redeliver', { ask: z.object({ id: idSchema }), reply: deliveryViewSchema, refusals: ['not_found', 'invalid_status'] });
