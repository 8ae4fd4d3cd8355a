import { listDocuments } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { trailRequests, type TrailRowView } from '@sluice/contract-kit';
import { listDeliveries, type DeliveryView } from '@sluice/contract-webhooks';
import { z } from 'zod';
import type { Call } from '../access/call.js';
import type { AuditLog } from '../audit/audit-log.repository.js';
import type { AuditRecord } from '../audit/audit-record.js';
import { NOT_A_CURSOR } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import type { Services } from '../services/services.js';
import { consumers } from './dead-letters.controller.js';
import type { TimelineRow } from './answers.js';
import { PAGE_AFTER, pageShape } from './operator-route.js';

/** Nearly every withdrawal has fewer rows: without a limit its whole timeline is one page. */
const MOST_ROWS = 1_000;
const PAGE = 200;

/** After which row a page begins: the time of the last one seen, and how many of that time were seen. */
const cursorSchema = z.string().regex(/^\d{1,15}\.\d{1,6}$/, NOT_A_CURSOR).transform((text) => {
  const [at = 0, seen = 0] = text.split('.').map(Number);
  return { at, seen };
});

export const timelineQuerySchema = z.object({
  limit: pageShape.limit.unwrap().default(MOST_ROWS).meta({ description: 'The most rows of a page.' }), cursor: cursorSchema.meta({ type: 'string', description: PAGE_AFTER }).optional(),
});

const stepsOf = ({ history, traceId }: CanonicalView): TimelineRow[] => history.map(({ version, step, phase, hold, at }) => ({
  at, service: 'intake', kind: 'step', name: step, outcome: hold === 'none' ? phase : `${phase}, ${hold}`, attempt: 1, traceId: traceId ?? null, detail: `version ${version}`,
}));

const trailRow = (service: string, { traceId, detail, ...row }: TrailRowView): TimelineRow => ({ ...row, service, traceId: traceId ?? null, detail: detail ?? null });

const operatorRow = ({ at, action, outcome, who, reason }: AuditRecord): TimelineRow => ({
  at, service: 'gateway', kind: 'operator', name: action.split('/').at(-1) ?? action, outcome: outcome ?? 'asked', attempt: 1, traceId: null, detail: reason === null ? who : `${who}: ${reason}`,
});

/** Every attempt of a delivery; the address without its query, which may hold a key. */
const webhookRows = ({ type, url, attempts }: DeliveryView, traceId: string | undefined): TimelineRow[] => attempts.map(({ at, status, error, tookMs }, index) => ({
  at, service: 'webhooks', kind: 'webhook', name: type, outcome: status === undefined ? `no answer: ${error ?? 'unknown'}` : String(status), attempt: index + 1, traceId: traceId ?? null,
  detail: `${url.replace(/[?#].*$/s, '')}, ${tookMs} ms`,
}));

/** Everything that a service lists in pages. */
async function allPages<Row extends { readonly id: string }>(page: (after: string | undefined) => Promise<{ readonly rows: readonly Row[]; readonly hasMore: boolean }>): Promise<Row[]> {
  const found: Row[] = [];
  for (;;) {
    const { rows, hasMore } = await page(found.at(-1)?.id);
    found.push(...rows);
    if (!hasMore || rows.length === 0) return found;
  }
}

/** What operators did to the withdrawal, by whichever of its ids, and to the documents it waited for. */
async function actionsOn({ id, dialectId }: CanonicalView, services: Services, log: AuditLog, call: Call): Promise<readonly AuditRecord[]> {
  const documents = await allPages(async (after) => {
    const { documents: rows, more: hasMore } = await services.request(listDocuments, { withdrawalId: id, limit: PAGE, after }, call);
    return { rows, hasMore };
  });
  const targets = [id, dialectId, ...documents.map((document) => document.id)];
  const newestFirst: AuditRecord[] = [];
  for (;;) {
    const records = await log.list(call.tenantId, { limit: MOST_ROWS, targets, before: newestFirst.at(-1)?.sequence });
    newestFirst.push(...records);
    if (records.length < MOST_ROWS) return newestFirst.toReversed();
  }
}

const deliveriesOf = (withdrawalId: string, services: Services, tenantId: string): Promise<DeliveryView[]> => allPages(async (after) => {
  const { deliveries, hasMore } = await services.request(listDeliveries, { withdrawalId, limit: PAGE, after }, { tenantId });
  return { rows: deliveries, hasMore };
});

const timeOf = ({ at }: TimelineRow): number => Date.parse(at);

/**
 * What happened to a withdrawal in all services, in order of time on the tenant's clock, page by page. Of each service's trail as many
 * rows are read as the page can take; the rest is short, and is read whole.
 */
export async function timeline(services: Services, log: AuditLog, call: Call, id: string): Promise<Reply> {
  const { limit, cursor = { at: 0, seen: 0 } } = readShape(timelineQuerySchema, call.query);
  const withdrawal = await services.request(getCanonicalWithdrawal, { id }, call);
  const of = { tenantId: call.tenantId };
  const trailPage = { withdrawalId: withdrawal.id, limit: Math.min(cursor.seen + limit, MOST_ROWS * 2), ...(cursor.at === 0 ? {} : { from: new Date(cursor.at).toISOString() }) };
  const [trails, deliveries, actions] = await Promise.all([
    Promise.all(consumers.map(async (service) => ({ service, ...(await services.request(trailRequests(service).list, trailPage, of)) }))),
    deliveriesOf(withdrawal.id, services, call.tenantId),
    actionsOn(withdrawal, services, log, call),
  ]);
  const rows = [
    ...stepsOf(withdrawal),
    ...trails.flatMap(({ service, rows: found }) => found.map((row) => trailRow(service, row))),
    ...actions.map(operatorRow),
    ...deliveries.flatMap((delivery) => webhookRows(delivery, withdrawal.traceId)),
  ].filter((row) => timeOf(row) >= cursor.at).sort((one, other) => timeOf(one) - timeOf(other));
  const data = rows.slice(cursor.seen, cursor.seen + limit);
  const hasMore = rows.length > cursor.seen + limit || trails.some(({ more }) => more);
  return jsonReply(200, { data, nextCursor: hasMore ? cursorAfter(data, cursor) : null });
}

function cursorAfter(data: readonly TimelineRow[], { at, seen }: z.output<typeof cursorSchema>): string {
  const last = data.at(-1);
  const lastAt = last === undefined ? at : timeOf(last);
  const ofThatTime = data.filter((row) => timeOf(row) === lastAt).length;
  return `${lastAt}.${lastAt === at ? seen + ofThatTime : ofThatTime}`;
}
