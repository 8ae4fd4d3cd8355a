import { listDocuments } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { trailRequests, type TrailRowView } from '@sluice/contract-kit';
import { listDeliveries, type DeliveryView } from '@sluice/contract-webhooks';
import type { Call } from '../access/call.js';
import type { AuditRecord } from '../audit/audit-record.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { AuditLog } from '../ports/audit-log.js';
import type { Services } from '../services/services.js';
import { consumers } from './dead-letter.schema.js';

/** spec/operator.md: what was done for a withdrawal, by whom, and how it went. */
export interface TimelineRow {
  readonly at: string;
  readonly service: string;
  readonly kind: 'step' | 'message' | 'provider-call' | 'timer' | 'operator' | 'webhook';
  readonly name: string;
  readonly outcome: string;
  readonly attempt: number;
  readonly traceId: string | null;
  readonly detail: string | null;
}

/** Of each service; beyond it the timeline says that there is more. */
const MOST_ROWS = 1_000;
const MOST_DELIVERIES = 200;
const MOST_DOCUMENTS = 100;

const stepsOf = ({ history, traceId }: CanonicalView): TimelineRow[] => history.map(({ version, step, phase, hold, at }) => ({
  at, service: 'intake', kind: 'step', name: step, outcome: hold === 'none' ? phase : `${phase}, ${hold}`, attempt: 1, traceId: traceId ?? null, detail: `version ${version}`,
}));

const trailRow = (service: string, { traceId, detail, ...row }: TrailRowView): TimelineRow => ({ ...row, service, traceId: traceId ?? null, detail: detail ?? null });

const operatorRow = ({ at, action, outcome, who, reason }: AuditRecord): TimelineRow => ({
  at, service: 'gateway', kind: 'operator', name: action.split('/').at(-1) ?? action, outcome: outcome ?? 'asked', attempt: 1, traceId: null, detail: reason === null ? who : `${who}: ${reason}`,
});

/** Every try of a delivery; the address without its query, in which a key may stand. */
const webhookRows = ({ type, url, attempts }: DeliveryView, traceId: string | undefined): TimelineRow[] => attempts.map(({ at, status, error, tookMs }, index) => ({
  at, service: 'webhooks', kind: 'webhook', name: type, outcome: status === undefined ? `no answer: ${error ?? 'unknown'}` : String(status), attempt: index + 1, traceId: traceId ?? null,
  detail: `${url.replace(/[?#].*$/s, '')}, ${tookMs} ms`,
}));

/** What operators did to the withdrawal, by whichever of its ids, and to the documents it waited for. */
async function deedsAt({ id, dialectId }: CanonicalView, services: Services, log: AuditLog, call: Call): Promise<readonly AuditRecord[]> {
  const { documents } = await services.ask(listDocuments, { withdrawalId: id, limit: MOST_DOCUMENTS }, call);
  const newestFirst = await log.list(call.tenantId, { limit: MOST_ROWS, targets: [id, dialectId, ...documents.map((document) => document.id)] });
  return newestFirst.toReversed();
}

/** A withdrawal's whole life as it was lived in all services, in order of time on the tenant's clock. */
export async function timeline(services: Services, log: AuditLog, call: Call, id: string): Promise<Reply> {
  const withdrawal = await services.ask(getCanonicalWithdrawal, { id }, call);
  const of = { tenantId: call.tenantId };
  const [trails, { deliveries }, deeds] = await Promise.all([
    Promise.all(consumers.map(async (service) => ({ service, ...(await services.ask(trailRequests(service).list, { withdrawalId: withdrawal.id, limit: MOST_ROWS }, of)) }))),
    services.ask(listDeliveries, { withdrawalId: withdrawal.id, limit: MOST_DELIVERIES }, of),
    deedsAt(withdrawal, services, log, call),
  ]);
  const rows = [
    ...stepsOf(withdrawal),
    ...trails.flatMap(({ service, rows: found }) => found.map((row) => trailRow(service, row))),
    ...deeds.map(operatorRow),
    ...deliveries.flatMap((delivery) => webhookRows(delivery, withdrawal.traceId)),
  ];
  return jsonReply(200, { data: rows.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)), nextCursor: null, more: trails.some(({ more }) => more) });
}
