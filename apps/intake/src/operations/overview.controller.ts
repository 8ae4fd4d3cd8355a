import { Controller } from '@nestjs/common';
import { type ActionPreview, actionSchema, getOutlook, measureFlow, previewAction } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { type Columns, edgesOf, hasEnded, rowIn, type Saga } from '@sluice/saga';
import { operate } from '../engine/advance.js';
import { tableOf } from '../engine/tables.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { legHasEnded } from '../payout-legs/payout-legs.js';
import { bucketsOf, endedCells, firstBucket, spanOf } from './flow.js';
import { FlowCounts } from './flow.repository.js';

type Outlook = ReplyOf<typeof getOutlook>;
type Current = Versioned<Withdrawal>;

/** What the action would do, found by doing it to the document in memory and to nothing else. */
export function previewOf(current: Current, action: ActionPreview['action'], now: Date): ActionPreview {
  const { id, state: { dialectId, state: step } } = current;
  const change = operate(current, { id, action, actionId: `preview of ${action}`, reason: 'A preview.' }, now);
  const next = change === 'impossible' || change === null ? null : change.state;
  return { id, dialectId, action, possible: next !== null, step, nextStep: next?.state ?? null, nextPhase: next?.phase ?? null };
}

function statesOfTable<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Outlook['states'] {
  const edges = Map.groupBy(edgesOf(saga), ({ from }) => from);
  return (Object.keys(saga.rows) as State[]).map((name) => {
    const row = rowIn(saga, name);
    const arrows = edges.get(name) ?? [];
    return {
      name, phase: row.phase as Outlook['states'][number]['phase'], hold: (row.hold ?? 'none') as Outlook['states'][number]['hold'],
      sends: hasEnded(row) ? null : (row.send?.name ?? null), timeout: hasEnded(row) ? null : typeof row.timeout === 'string' ? row.timeout : 'a date',
      onTimeout: arrows.find(({ by }) => by === 'timeout')?.to ?? null, ends: hasEnded(row),
      on: arrows.filter(({ by }) => by !== 'timeout').map(({ by, to }) => ({ message: by, to })),
    };
  });
}

const timeoutOf = (table: { readonly rows: Readonly<Record<string, unknown>> }, state: string): string | null => {
  const row = table.rows[state] as { readonly onTimeout?: string | { readonly to: string } } | undefined;
  return typeof row?.onTimeout === 'string' ? row.onTimeout : (row?.onTimeout?.to ?? null);
};

function timersOf({ kind, state, deadline, legs }: Withdrawal): Outlook['timers'] {
  const own = deadline === undefined ? [] : [{ name: state, dueAt: deadline, leadsTo: timeoutOf(tableOf(kind), state) }];
  const ofLegs = legs.filter((leg) => !legHasEnded(leg)).flatMap((leg) => (leg.dueAt === undefined ? [] : [{ name: `${leg.details.legId}/${leg.state}`, dueAt: leg.dueAt, leadsTo: timeoutOf(payoutLegSaga, leg.state) }]));
  return [...own, ...ofLegs];
}

/** Where a withdrawal is in its table, how it came there, and where it can go. */
export function outlookOf(current: Current, now: Date): Outlook {
  const { state: withdrawal } = current;
  return {
    kind: withdrawal.kind, states: statesOfTable(tableOf(withdrawal.kind)),
    path: withdrawal.history.map(({ state, at }) => ({ step: state, at })),
    actions: actionSchema.options.map((action) => previewOf(current, action, now)),
    timers: timersOf(withdrawal),
  };
}

/** All withdrawals at once, the way of one, and what an action would do. */
@Controller()
export class OverviewController {
  constructor(private readonly counts: FlowCounts, private readonly withdrawals: Withdrawals, private readonly settings: TenantSettings) {}

  @OnRequest(measureFlow)
  async measure({ tenantId, body }: RequestMessage<typeof measureFlow>): Promise<ReplyOf<typeof measureFlow>> {
    const [now, span] = [await this.settings.now(tenantId), spanOf(body.window)];
    const from = firstBucket(now, span);
    const [underWay, started, ended, arrivals] = await Promise.all([
      this.counts.underWay(tenantId), this.counts.started(tenantId, from, span.letters), this.counts.ended(tenantId, from, span.letters), this.counts.arrivals(tenantId, from),
    ]);
    return { now: now.toISOString(), from, bucketSeconds: span.bucketMs / 1_000, underWay, ended: endedCells(ended), buckets: bucketsOf(now, span, started, ended, arrivals) };
  }

  @OnRequest(getOutlook)
  async outlook({ tenantId, body }: RequestMessage<typeof getOutlook>): Promise<ReplyOf<typeof getOutlook>> {
    return outlookOf(await this.withdrawals.byAnyId(body.id, tenantId), await this.settings.now(tenantId));
  }

  @OnRequest(previewAction)
  async preview({ tenantId, body: { ids, action } }: RequestMessage<typeof previewAction>): Promise<ReplyOf<typeof previewAction>> {
    const now = await this.settings.now(tenantId);
    const found = await this.withdrawals.findWhere({ tenantId, $or: [{ _id: { $in: ids } }, { dialectId: { $in: ids } }] }, { sort: { createdAt: -1 }, limit: ids.length });
    return { previews: found.map((each) => previewOf(each, action, now)) };
  }
}
