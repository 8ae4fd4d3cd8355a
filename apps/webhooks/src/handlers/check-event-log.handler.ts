import { Controller } from '@nestjs/common';
import { MOST_FINDINGS, type ReplyOf } from '@sluice/contract-kit';
import { checkEventLog } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { EventRecords } from '../ports/event-records.js';

@Controller()
export class CheckEventLogHandler {
  constructor(private readonly records: EventRecords) {}

  @OnRequest(checkEventLog)
  async handle({ tenantId }: Ask<typeof checkEventLog>): Promise<ReplyOf<typeof checkEventLog>> {
    const gaps = await this.records.gaps(tenantId, MOST_FINDINGS);
    return { findings: gaps.map((id) => ({ invariant: 8, text: `the events of ${id} have a gap` })) };
  }
}
