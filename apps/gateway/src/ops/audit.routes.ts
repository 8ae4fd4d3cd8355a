import { Get } from '@nestjs/common';
import { z } from 'zod';
import type { Call } from '../access/call.js';
import type { AuditRecord } from '../audit/audit-record.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { AuditLog } from '../ports/audit-log.js';
import { pageShape } from './case.schema.js';
import { OpsController } from './ops-controller.js';

const auditListSchema = z.object({ limit: pageShape.limit, cursor: z.string().regex(/^[1-9]\d{0,14}$/, 'is not a cursor of this list').transform(Number).optional(), target: z.string().min(1).max(200).optional() });

const recordBody = ({ sequence, ...record }: AuditRecord) => ({ id: String(sequence), sequence, ...record });

/** What operators did, newest first. */
@OpsController('audit')
export class AuditRoutes {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: before, target } = readShape(auditListSchema, call.query);
    const found = await this.log.list(call.tenantId, { limit: limit + 1, before, targets: target === undefined ? undefined : [target] });
    const page = found.slice(0, limit);
    return jsonReply(200, { data: page.map(recordBody), nextCursor: found.length > limit ? String(page.at(-1)?.sequence) : null });
  }

  /** Whether every record is still as it was written, and where it was. */
  @Get('verification')
  @Needs('ops:read')
  async verification(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, { ...(await this.log.verify(call.tenantId)) });
  }
}
