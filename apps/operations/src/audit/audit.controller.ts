import { Controller } from '@nestjs/common';
import { appendAuditRecord, listAuditRecords, takeAuditRecords, verifyAuditLog, type AuditVerification } from '@sluice/contract-operations';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { readPage } from '@sluice/persistence';
import { AuditLog } from './audit-log.repository.js';

/** What operators did: the gateway has it recorded before it does anything, and again with what came of it. */
@Controller()
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @OnRequest(appendAuditRecord)
  async append({ tenantId, body }: RequestMessage<typeof appendAuditRecord>): Promise<ReplyOf<typeof appendAuditRecord>> {
    const { sequence, hash } = await this.log.append(tenantId, body);
    return { sequence, hash };
  }

  @OnRequest(listAuditRecords)
  async list({ tenantId, body: { limit, before, target } }: RequestMessage<typeof listAuditRecords>): Promise<ReplyOf<typeof listAuditRecords>> {
    const { found, hasMore } = await readPage(limit, (count) => this.log.list(tenantId, { limit: count, before, targets: target === undefined ? undefined : [target] }));
    return { records: [...found], hasMore };
  }

  @OnRequest(verifyAuditLog)
  verify({ tenantId }: RequestMessage<typeof verifyAuditLog>): Promise<AuditVerification> {
    return this.log.verify(tenantId);
  }

  @OnRequest(takeAuditRecords)
  async take({ tenantId, body: { records, end } }: RequestMessage<typeof takeAuditRecords>): Promise<ReplyOf<typeof takeAuditRecords>> {
    await this.log.take(tenantId, records.map((record) => ({ ...record, tenantId })), end);
    return {};
  }
}
