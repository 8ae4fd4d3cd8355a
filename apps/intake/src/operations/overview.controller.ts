import { Controller } from '@nestjs/common';
import { getOutlook, measureFlow, previewAction } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { bucketsOf, endedCells, firstBucket, spanOf } from './flow.js';
import { FlowCounts } from './flow.repository.js';
import { outlookOf, previewOf } from './outlook.js';

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
