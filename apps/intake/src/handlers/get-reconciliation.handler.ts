import { Controller } from '@nestjs/common';
import { getReconciliation, type Reconciliation } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Reconciliations } from '../adapters/reconciliations.store.js';

@Controller()
export class GetReconciliationHandler {
  constructor(private readonly reconciliations: Reconciliations) {}

  @OnRequest(getReconciliation)
  async handle({ tenantId, body: { id } }: Ask<typeof getReconciliation>): Promise<Reconciliation> {
    const found = await this.reconciliations.find(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such reconciliation.');
    return { id, ...found.state };
  }
}
