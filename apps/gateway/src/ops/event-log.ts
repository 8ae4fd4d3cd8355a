import type { ReplyOf } from '@sluice/contract-kit';
import { listDeliveries, listReplays, readLog, redeliver, replayEvents } from '@sluice/contract-webhooks';
import { Money, newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { Services } from '../services/services.js';
import { deliveryListSchema, eventListSchema, pageQuerySchema, reviewSchema } from './case.schema.js';
import { replaySchema } from './replay.schema.js';
import { pageReply } from './page-reply.js';
import type { WithdrawalIds } from './withdrawal-ids.js';

type Entry = ReplyOf<typeof readLog>['entries'][number];
type Notice = Extract<Entry, { subscriptionId: string }>;
type Change = Exclude<Entry, Notice>;

/** spec/operator.md; `data` says all that the log keeps of the withdrawal at this version. */
const changeBody = (tenantId: string, { id, sequence, withdrawalId, dialect, dialectId, phase, hold, amount, at }: Change) => ({
  id, sequence, tenantId, withdrawalId, dialect, dialectId, type: `withdrawal.${phase}`, at,
  data: { phase, hold, amount: { currency: amount.currency, amount: Money.fromJson(amount).toDecimal() } },
});

/** About no withdrawal: what the dialect knows it by is its subscription, which it is numbered with (docs/decisions/0148). */
const noticeBody = (tenantId: string, { id, sequence, dialect, subscriptionId, type, at, url, failures, failingSince, cause }: Notice) => ({
  id, sequence, tenantId, withdrawalId: null, dialect, dialectId: subscriptionId, type, at, data: { subscriptionId, url, failures, failingSince, cause },
});

const entryBody = (tenantId: string, entry: Entry) => ('subscriptionId' in entry ? noticeBody(tenantId, entry) : changeBody(tenantId, entry));

/** The tenant's event log, oldest first. There is always a cursor to go on from (`cursor`, or `after`), also at the log's end. */
export async function eventLog(services: Services, ids: WithdrawalIds, call: Call): Promise<Reply> {
  const { limit, cursor, after = cursor, withdrawalId: named } = readShape(eventListSchema, call.query);
  const withdrawalId = await ids.forFilter(call.tenantId, named);
  const { entries, nextCursor } = await services.ask(readLog, { limit, after, withdrawalId }, call);
  return jsonReply(200, { data: entries.map((entry) => entryBody(call.tenantId, entry)), nextCursor });
}

/** What was sent to subscribers, newest first, with every try and what came back. */
export async function deliveries(services: Services, ids: WithdrawalIds, call: Call): Promise<Reply> {
  const { cursor: after, withdrawalId: named, ...rest } = readShape(deliveryListSchema, call.query);
  const withdrawalId = await ids.forFilter(call.tenantId, named);
  const { deliveries: found, hasMore } = await services.ask(listDeliveries, { ...rest, after, withdrawalId }, call);
  return pageReply(found, hasMore);
}

/** Sends one event to its subscriber once more. */
export async function redelivered(services: Services, call: Call, id: string): Promise<Reply> {
  readShape(reviewSchema, call.json() ?? {});
  return jsonReply(200, await services.ask(redeliver, { id }, call));
}

/** Sends chosen events once more, under the same event ids; counts the deliveries. */
export async function replayed(services: Services, call: Call): Promise<Reply> {
  const choice = readShape(replaySchema, call.json() ?? {});
  const { count } = await services.ask(replayEvents, { ...choice, id: newId() }, call);
  return jsonReply(200, { count });
}

/** What was sent again, newest first, with reasons. */
export async function replays(services: Services, call: Call): Promise<Reply> {
  const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
  const { replays: found, hasMore } = await services.ask(listReplays, { limit, after }, call);
  return pageReply(found, hasMore);
}
