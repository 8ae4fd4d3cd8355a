import { Controller } from '@nestjs/common';
import { getReconciliation, listReconciliations, reconcile, type Reconciliation } from '@sluice/contract-operations';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { Reconciler } from './reconciliation.process.js';
import { Reconciliations } from './reconciliations.repository.js';

@Controller()
export class ReconciliationController {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly reconciliations: Reconciliations,
  ) {}

  @OnRequest(reconcile)
  reconcile(request: RequestMessage<typeof reconcile>): Promise<Reconciliation> {
    return this.reconciler.reconcile(request.body.id, request);
  }

  @OnRequest(getReconciliation)
  async get({ tenantId, body: { id } }: RequestMessage<typeof getReconciliation>): Promise<Reconciliation> {
    const { state } = await this.reconciliations.ofTenant(id, tenantId);
    return { id, ...state };
  }

  @OnRequest(listReconciliations)
  async list({ tenantId, body }: RequestMessage<typeof listReconciliations>): Promise<ReplyOf<typeof listReconciliations>> {
    const { found, hasMore } = await this.reconciliations.page(tenantId, { by: 'checkedAt' }, body);
    return { reconciliations: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}
