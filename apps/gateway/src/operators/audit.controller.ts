import { Get } from '@nestjs/common';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { AuditLog } from '../audit/audit-log.repository.js';
import type { AuditRecord } from '../audit/audit-record.js';
import { NOT_A_CURSOR } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { OperatorsController, pageShape } from './operator-route.js';

const auditListSchema = z.object({ limit: pageShape.limit, cursor: z.string().regex(/^[1-9]\d{0,14}$/, NOT_A_CURSOR).transform(Number).optional(), target: z.string().min(1).max(200).optional() });

const recordBody = ({ sequence, ...record }: AuditRecord) => ({ id: String(sequence), sequence, ...record });

/** What operators did, newest first. */
@OperatorsController('audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: before, target } = readShape(auditListSchema, call.query);
    const found = await this.log.list(call.tenantId, { limit: limit + 1, before, targets: target === undefined ? undefined : [target] });
    const page = found.slice(0, limit);
    return jsonReply(200, { data: page.map(recordBody), nextCursor: found.length > limit ? String(page.at(-1)?.sequence) : null });
  }

  /** Whether every record is unchanged and in its sequence. */
  @Get('verification')
  @Needs('ops:read')
  async verification(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, { ...(await this.log.verify(call.tenantId)) });
  }
}
