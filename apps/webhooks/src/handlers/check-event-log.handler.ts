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
    const waiting = await this.records.waiting(tenantId, MOST_FINDINGS);
    const texts = [
      ...gaps.map((id) => `the events of ${id} have a gap`),
      ...waiting.map(({ withdrawalId, count, first }) => `${count} events of ${withdrawalId}, from number ${first} on, wait for one that has not come`),
    ];
    return { findings: texts.slice(0, MOST_FINDINGS).map((text) => ({ invariant: 8, text })) };
  }
}
