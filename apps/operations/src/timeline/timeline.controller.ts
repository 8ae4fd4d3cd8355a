import { Controller } from '@nestjs/common';
import { listDocuments } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { trailRequests, type ReplyOf, type RequestOf, type TrailRowView } from '@sluice/contract-kit';
import { consumers, getTimeline, type AuditRecord, type TimelineRowView } from '@sluice/contract-operations';
import { listDeliveries, type DeliveryView } from '@sluice/contract-webhooks';
import { OnRequest, Requests, type RequestMessage } from '@sluice/messaging';
import { AuditLog } from '../audit/audit-log.repository.js';

const PAGE = 200;
/** Of a trail, and of the audit log. */
const MOST_ROWS_READ = 2_000;

const stepsOf = ({ history, traceId }: CanonicalView): TimelineRowView[] => history.map(({ version, step, phase, hold, at }) => ({
  at, service: 'intake', kind: 'step', name: step, outcome: hold === 'none' ? phase : `${phase}, ${hold}`, attempt: 1, traceId: traceId ?? null, detail: `version ${version}`,
}));

const trailRow = (service: string, { traceId, detail, ...row }: TrailRowView): TimelineRowView => ({ ...row, service, traceId: traceId ?? null, detail: detail ?? null });

/** It is the gateway that does what an operator asks for. */
const operatorRow = ({ at, action, outcome, who, reason }: AuditRecord): TimelineRowView => ({
  at, service: 'gateway', kind: 'operator', name: action.split('/').at(-1) ?? action, outcome: outcome ?? 'asked', attempt: 1, traceId: null, detail: reason === null ? who : `${who}: ${reason}`,
});

/** Every attempt of a delivery; the address without its query, which may hold a key. */
const webhookRows = ({ type, url, attempts }: DeliveryView, traceId: string | undefined): TimelineRowView[] => attempts.map(({ at, status, error, tookMs }, index) => ({
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

const timeOf = ({ at }: TimelineRowView): number => Date.parse(at);

type Position = RequestOf<typeof getTimeline>['after'];

function positionAfter(rows: readonly TimelineRowView[], { at, seen }: Position): Position {
  const last = rows.at(-1);
  const lastAt = last === undefined ? at : timeOf(last);
  const ofThatTime = rows.filter((row) => timeOf(row) === lastAt).length;
  return { at: lastAt, seen: lastAt === at ? seen + ofThatTime : ofThatTime };
}

/** Joins the trails of all services with what operators did. */
@Controller()
export class TimelineController {
  constructor(private readonly requests: Requests, private readonly log: AuditLog) {}

  /**
   * What happened to a withdrawal in all services, in order of time on the tenant's clock, page by page. Of each service's trail as many
   * rows are read as the page can take; the rest is short, and is read whole.
   */
  @OnRequest(getTimeline)
  async timeline({ tenantId, body: { id, limit, after } }: RequestMessage<typeof getTimeline>): Promise<ReplyOf<typeof getTimeline>> {
    const withdrawal = await this.requests.request(getCanonicalWithdrawal, { id }, { tenantId });
    const trailPage = { withdrawalId: withdrawal.id, limit: Math.min(after.seen + limit, MOST_ROWS_READ), ...(after.at === 0 ? {} : { from: new Date(after.at).toISOString() }) };
    const [trails, deliveries, actions] = await Promise.all([
      Promise.all(consumers.map(async (service) => ({ service, ...(await this.requests.request(trailRequests(service).list, trailPage, { tenantId })) }))),
      this.deliveriesOf(withdrawal.id, tenantId),
      this.actionsOn(withdrawal, tenantId),
    ]);
    const rows = [
      ...stepsOf(withdrawal),
      ...trails.flatMap(({ service, rows: found }) => found.map((row) => trailRow(service, row))),
      ...actions.map(operatorRow),
      ...deliveries.flatMap((delivery) => webhookRows(delivery, withdrawal.traceId)),
    ].filter((row) => timeOf(row) >= after.at).sort((one, other) => timeOf(one) - timeOf(other));
    const page = rows.slice(after.seen, after.seen + limit);
    const hasMore = rows.length > after.seen + limit || trails.some(({ more }) => more);
    return { rows: page, next: hasMore ? positionAfter(page, after) : null };
  }

  private deliveriesOf(withdrawalId: string, tenantId: string): Promise<DeliveryView[]> {
    return allPages(async (after) => {
      const { deliveries: rows, hasMore } = await this.requests.request(listDeliveries, { withdrawalId, limit: PAGE, after }, { tenantId });
      return { rows, hasMore };
    });
  }

  /** What operators did to the withdrawal, by whichever of its ids, and to the documents it waited for. */
  private async actionsOn({ id, dialectId }: CanonicalView, tenantId: string): Promise<AuditRecord[]> {
    const documents = await allPages(async (after) => {
      const { documents: rows, more: hasMore } = await this.requests.request(listDocuments, { withdrawalId: id, limit: PAGE, after }, { tenantId });
      return { rows, hasMore };
    });
    const targets = [id, dialectId, ...documents.map((document) => document.id)];
    const newestFirst: AuditRecord[] = [];
    for (;;) {
      const records = await this.log.list(tenantId, { limit: MOST_ROWS_READ, targets, before: newestFirst.at(-1)?.sequence });
      newestFirst.push(...records);
      if (records.length < MOST_ROWS_READ) return newestFirst.toReversed();
    }
  }
}
