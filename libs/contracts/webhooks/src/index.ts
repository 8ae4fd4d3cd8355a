/** What webhooks can be told: every change of a withdrawal, once, in order of its version. */
import { checkRequest, contractOf, dialectSchema, idSchema, moneySchema, pageSchema, timeSchema } from '@sluice/contract-kit';
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

/** What a wallet is worth now, whenever that may have changed. Told to subscribers if it did; an observation older than the last is passed over. */
export const recordBalance = service.command('record-balance', {
  body: z.object({ walletId: idSchema, balance: z.object({ total: moneySchema, withdrawable: moneySchema, earned: moneySchema }), observedAt: timeSchema }),
  sample: {
    walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', observedAt: '2026-02-05T11:00:00.000Z',
    balance: { total: { currency: 'USDC', units: '82500000000' }, withdrawable: { currency: 'USDC', units: '82500000000' }, earned: { currency: 'USDC', units: '0' } },
  },
  answers: [],
});

/** What operators are told of a subscription, and no subscriber: an endpoint was disabled. */
export const noticeSchema = z.object({
  subscriptionId: idSchema,
  dialect: dialectSchema,
  /** How often it has been disabled, this time included: no gap here either. */
  sequence: z.int().min(1),
  type: z.literal('webhook.endpoint-disabled'),
  /** Where it was called, without what an address may keep secret. */
  url: z.string(),
  /** Tries that failed in a row, since when, and what came of the last. */
  failures: z.int().min(1),
  failingSince: timeSchema,
  cause: z.string().min(1),
  at: timeSchema,
});

/** To webhooks itself, written together with what it tells of. */
export const recordNotice = service.command('record-notice', {
  body: noticeSchema,
  sample: {
    subscriptionId: 'sub_777666555', dialect: 'bultra', sequence: 1, type: 'webhook.endpoint-disabled', url: 'https://hooks.partner.com/sluice',
    failures: 100, failingSince: '2026-01-15T10:30:00.000Z', cause: 'answered 503', at: '2026-01-16T10:30:00.000Z',
  },
  answers: [],
});

/** The cursor of the log's end, wherever that is: what is logged from now on. */
export const LOG_END = 'now';

/** The tenant's event log, oldest first, after a cursor of its own or `LOG_END`: changes of withdrawals and notices to operators, as they stand in it. */
export const readLog = service.request('read-log', {
  body: z.object({ after: z.string().optional(), limit: z.int().min(1).max(200), withdrawalId: idSchema.optional() }),
  reply: z.object({ entries: z.array(z.union([changeSchema.omit({ view: true }).extend({ id: idSchema }), noticeSchema.extend({ id: idSchema })])), nextCursor: z.string() }),
  refusals: ['invalid_request'],
});

/** The topic on which the gateway's instances are told of changes as soon as they are in the log. Best effort: what an instance misses is in the log. */
export const LOGGED = 'webhooks.logged';
export const loggedSchema = z.object({ tenantId: z.string().min(1), changes: z.array(changeSchema.omit({ view: true }).extend({ id: idSchema })) });
export type Logged = z.output<typeof loggedSchema>;

/** The changes of withdrawals in the log; with its view only where one withdrawal is asked for, since a page of all of them would be long. */
export const listEvents = service.request('list-events', {
  body: z.object({ after: z.string().optional(), limit: z.int().min(1).max(200), withdrawalId: idSchema.optional() }),
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
  /** When nothing but failures had come of it for so long that it was disabled. */
  disabledAt: timeSchema.optional(),
  createdAt: timeSchema,
});
export type SubscriptionView = z.output<typeof subscriptionViewSchema>;

/** Subscribes once per id. A secret of its own is given where the dialect signs by subscription, and only there. Refused where the URL may not be called (`url`), an event is unknown (`events`), or there are too many. */
export const subscribe = service.request('subscribe', {
  body: subscriptionViewSchema.pick({ id: true, dialect: true, url: true, events: true }).extend({ secret: z.string().min(1).max(500).optional() }),
  reply: subscriptionViewSchema,
  refusals: ['invalid_request', 'limit_exceeded'],
});
/** Oldest first. */
export const listSubscriptions = service.request('list-subscriptions', {
  body: z.object({ dialect: dialectSchema }),
  reply: z.object({ subscriptions: z.array(subscriptionViewSchema) }),
});
/** Tells a disabled endpoint again; one that is told already stays as it is. What it missed is sent by a replay. */
export const enableSubscription = service.request('enable-subscription', { body: z.object({ id: idSchema }), reply: subscriptionViewSchema, refusals: ['not_found'] });

/** What is on its way is dropped. */
export const unsubscribe = service.request('unsubscribe', { body: z.object({ id: idSchema, dialect: dialectSchema }), reply: z.object({ id: idSchema }), refusals: ['not_found'] });

/** Sends the subscription a test, signed as any event. */
export const testSubscription = service.request('test-subscription', { body: z.object({ id: idSchema, dialect: dialectSchema }), reply: z.object({ eventId: idSchema }), refusals: ['not_found'] });

/** A secret that signs all that a tenant's subscribers of one dialect are sent. The secret itself is shown only by who made it, once. */
export const secretViewSchema = z.object({ id: idSchema, createdAt: timeSchema, expiresAt: timeSchema });
export type SecretView = z.output<typeof secretViewSchema>;
/** Adds one once per id; at most two are active at a time. */
export const addSecret = service.request('add-secret', {
  body: z.object({ id: idSchema, dialect: dialectSchema, secret: z.string().min(1).max(500) }), reply: secretViewSchema, refusals: ['invalid_status'],
});
/** The active ones, oldest first. */
export const listSecrets = service.request('list-secrets', { body: z.object({ dialect: dialectSchema }), reply: z.object({ secrets: z.array(secretViewSchema) }) });
/** What is signed from now on is signed without it. */
export const dropSecret = service.request('drop-secret', { body: z.object({ id: idSchema, dialect: dialectSchema }), reply: z.object({ id: idSchema }), refusals: ['not_found'] });

/** One event on its way to one subscription, with every try. */
export const deliveryViewSchema = z.object({
  id: idSchema,
  subscriptionId: idSchema,
  eventId: idSchema,
  type: z.string(),
  /** None for what is not about a withdrawal. */
  withdrawalId: idSchema.optional(),
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
  body: z.object({ subscriptionId: idSchema.optional(), withdrawalId: idSchema.optional(), status: deliveryViewSchema.shape.status.optional(), limit: z.int().min(1).max(200), after: idSchema.optional() }),
  reply: z.object({ deliveries: z.array(deliveryViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});
/** How many of the tenant's deliveries wait, for how many endpoints, and since when the first of them is due. */
export const measureBacklog = service.request('measure-backlog', { body: z.object({}), reply: z.object({ pending: z.int().min(0), endpoints: z.int().min(0), oldestAt: timeSchema.nullable() }) });

/** Sends it once more, under the same event id. */
export const redeliver = service.request('redeliver', { body: z.object({ id: idSchema }), reply: deliveryViewSchema, refusals: ['not_found', 'invalid_status'] });

/** Which events are sent again: by their ids, of a span of time (`from` ≤ at ≤ `to`), since the first delivery that was given up; all of it for one subscription or for each. */
export const replayChoiceSchema = z.object({
  ids: z.array(idSchema).min(1).max(1_000).optional(),
  subscriptionId: idSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  sinceFailure: z.literal(true).optional(),
  reason: z.string().min(1),
});
export const replayViewSchema = replayChoiceSchema.extend({ id: idSchema, count: z.int().min(0), at: timeSchema });
export type ReplayView = z.output<typeof replayViewSchema>;
/** Sends again under the same event ids, once per replay id. Refused when too much is chosen at once. */
export const replayEvents = service.request('replay-events', { body: replayChoiceSchema.extend({ id: idSchema }), reply: replayViewSchema, refusals: ['invalid_request', 'limit_exceeded', 'not_found'] });
/** Newest first. */
export const listReplays = service.request('list-replays', {
  body: pageSchema, reply: z.object({ replays: z.array(replayViewSchema), hasMore: z.boolean().default(false) }), refusals: ['invalid_request'],
});

/** Invariant 8 for the log: the events of a withdrawal are numbered without a gap. */
export const checkEventLog = checkRequest('webhooks');
