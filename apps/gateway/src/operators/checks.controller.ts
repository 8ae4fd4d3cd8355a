import { Get, Post } from '@nestjs/common';
import { getReconciliation, getVerdict, listAuditRecords, listReconciliations, reconcile, verifyAuditLog, type AuditRecord } from '@sluice/contract-operations';
import { listQuarantine, listUnmatched } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { AuditLog } from '../audit/audit-log.repository.js';
import { NOT_A_CURSOR } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import {
  auditListShape, bankFileListShape, invariantsShape, reconciliationListShape, reconciliationShape, unmatchedListShape, verificationShape, type AuditBody,
} from './answers.js';
import { OperatorsController, optionalReasonBody, optionalReasonSchema, PAGE_AFTER, pageQuerySchema, pageReply, pageShape, PathId } from './operator-route.js';

const auditListSchema = z.object({
  limit: pageShape.limit, cursor: z.string().regex(/^[1-9]\d{0,14}$/, NOT_A_CURSOR).transform(Number).meta({ type: 'string', description: PAGE_AFTER }).optional(),
  target: z.string().min(1).max(200).optional().meta({ description: 'What was done something to: an id, or a path.' }),
});

const recordBody = ({ sequence, ...record }: AuditRecord): AuditBody => ({ id: String(sequence), sequence, ...record });

/** What operators did, newest first. */
@OperatorsController('audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List what operators did, newest first', query: auditListSchema, answer: { status: 200, body: auditListShape }, requests: [listAuditRecords] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: before, target } = readShape(auditListSchema, call.query);
    const { records, hasMore } = await this.log.list(call.tenantId, { limit, before, target });
    return jsonReply(200, { data: records.map(recordBody), nextCursor: hasMore ? String(records.at(-1)?.sequence) : null });
  }

  /** Whether every record is unchanged and in its sequence. */
  @Get('verification')
  @Needs('ops:read')
  @Operation({ summary: 'Check that the audit log is whole', answer: { status: 200, body: verificationShape }, requests: [verifyAuditLog] })
  async verification(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.log.verify(call.tenantId));
  }
}

/** What has changed may have to be checked several times. */
const CHECK_TIMEOUT_MS = 30_000;
/** A full check reads everything that is stored. */
const FULL_CHECK_TIMEOUT_MS = 80_000;

const invariantsSchema = z.object({ full: z.enum(['true', 'false']).default('false').meta({ description: 'Whether everything that is stored is checked now; else the running checker’s last verdict is given.' }) });

/** Whether the invariants hold, by the running checker's last verdict; with `full=true` by one that is made now, of everything that is stored. */
@OperatorsController('invariants')
export class InvariantsController {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'Read whether the invariants hold', query: invariantsSchema, answer: { status: 200, body: invariantsShape }, requests: [getVerdict] })
  async read(@Incoming() call: Call): Promise<Reply> {
    const full = readShape(invariantsSchema, call.query).full === 'true';
    return jsonReply(200, await this.services.request(getVerdict, { full }, { tenantId: call.tenantId, timeoutMs: full ? FULL_CHECK_TIMEOUT_MS : CHECK_TIMEOUT_MS }));
  }
}

/** Journals are long, and chains slow. */
const RECONCILIATION_TIMEOUT_MS = 60_000;

/** Our books compared with the providers' journals and the chains. */
@OperatorsController('reconciliations')
export class ReconciliationsController {
  constructor(private readonly services: Services) {}

  @Post()
  @Needs('ops:write')
  @Operation({
    summary: 'Compare the books with the providers’ journals', body: optionalReasonBody, answer: { status: 201, body: reconciliationShape }, requests: [reconcile],
  })
  async make(@Incoming() call: Call): Promise<Reply> {
    readShape(optionalReasonSchema, call.json() ?? {});
    return jsonReply(201, await this.services.request(reconcile, { id: newId() }, { tenantId: call.tenantId, timeoutMs: RECONCILIATION_TIMEOUT_MS }));
  }

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List reconciliations, newest first', query: pageQuerySchema, answer: { status: 200, body: reconciliationListShape }, requests: [listReconciliations] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { reconciliations, hasMore } = await this.services.request(listReconciliations, { limit, after }, call);
    return pageReply(reconciliations, hasMore);
  }

  @Get(':id')
  @Needs('ops:read')
  @Operation({ summary: 'Read a reconciliation', answer: { status: 200, body: reconciliationShape }, requests: [getReconciliation] })
  async read(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, await this.services.request(getReconciliation, { id }, call));
  }
}

/** What the bank sent and payout could not use, newest first. */
@OperatorsController('')
export class BankReportsController {
  constructor(private readonly services: Services) {}

  /** Files that could not be understood completely. */
  @Get('bank-files')
  @Needs('ops:read')
  @Operation({ summary: 'List files of the bank that could not be read, newest first', query: pageQuerySchema, answer: { status: 200, body: bankFileListShape }, requests: [listQuarantine] })
  async files(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { files, hasMore } = await this.services.request(listQuarantine, { limit, after }, call);
    return pageReply(files, hasMore);
  }

  /** Reports that fit no payment. */
  @Get('unmatched-reports')
  @Needs('ops:read')
  @Operation({ summary: 'List reports of the bank that fit no payment, newest first', query: pageQuerySchema, answer: { status: 200, body: unmatchedListShape }, requests: [listUnmatched] })
  async unmatched(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { callbacks, hasMore } = await this.services.request(listUnmatched, { limit, after }, call);
    return pageReply(callbacks, hasMore);
  }
}
