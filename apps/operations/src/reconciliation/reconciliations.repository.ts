import { Injectable } from '@nestjs/common';
import { reconciliationSchema } from '@sluice/contract-operations';
import { aggregate, repositoryOf } from '@sluice/persistence';

const storedSchema = reconciliationSchema.omit({ id: true });

export const reconciliations = aggregate({ collection: 'reconciliations', state: storedSchema, thing: 'reconciliation', indexes: [{ tenantId: 1, checkedAt: -1, _id: -1 }, { checkedAt: 1 }] });

/** Every reconciliation there was, for good. */
@Injectable()
export class Reconciliations extends repositoryOf(reconciliations) {
  /** Those made since then, of any tenant, in their order. */
  since(checkedAt: string) {
    return this.findWhere({ checkedAt: { $gte: checkedAt } }, { sort: { checkedAt: 1 } });
  }
}
