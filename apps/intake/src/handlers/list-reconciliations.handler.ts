import { Controller } from '@nestjs/common';
import { listReconciliations } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { newestFirst } from '@sluice/persistence';
import { Reconciliations } from '../adapters/reconciliations.store.js';

@Controller()
export class ListReconciliationsHandler {
  constructor(private readonly reconciliations: Reconciliations) {}

  @OnRequest(listReconciliations)
  async handle({ tenantId, body }: Ask<typeof listReconciliations>): Promise<ReplyOf<typeof listReconciliations>> {
    const { found, hasMore } = await newestFirst(this.reconciliations, tenantId, 'checkedAt', body);
    return { reconciliations: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}
