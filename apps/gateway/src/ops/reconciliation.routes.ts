import { Get, Post } from '@nestjs/common';
import { getReconciliation, listReconciliations, reconcile } from '@sluice/contract-intake';
import { newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { pageQuerySchema, reviewSchema } from './case.schema.js';
import { OpsController } from './ops-controller.js';
import { pageReply } from './page-reply.js';
import { PathId } from './path-id.js';

/** Journals are long, and chains slow. */
const PATIENCE_MS = 60_000;

/** Our books against the providers' journals and the chains. */
@OpsController('reconciliations')
export class ReconciliationRoutes {
  constructor(private readonly services: Services) {}

  @Post()
  @Needs('ops:write')
  async make(@Incoming() call: Call): Promise<Reply> {
    readShape(reviewSchema, call.json() ?? {});
    return jsonReply(201, await this.services.ask(reconcile, { id: newId() }, { tenantId: call.tenantId, patienceMs: PATIENCE_MS }));
  }

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { reconciliations, hasMore } = await this.services.ask(listReconciliations, { limit, after }, call);
    return pageReply(reconciliations, hasMore);
  }

  @Get(':id')
  @Needs('ops:read')
  async read(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, await this.services.ask(getReconciliation, { id }, call));
  }
}
