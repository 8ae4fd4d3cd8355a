import { Injectable } from '@nestjs/common';
import { timeSchema } from '@sluice/contract-kit';
import { verdictSchema } from '@sluice/contract-operations';
import { aggregate, repositoryOf } from '@sluice/persistence';
import type { z } from 'zod';

/** The last verdict for a tenant; since when it is checked, and when everything that is stored was checked last. */
const storedSchema = verdictSchema.extend({ followedSince: timeSchema, checkedInFullAt: timeSchema.optional() });
export type StoredVerdict = z.output<typeof storedSchema>;

export const verdicts = aggregate({ collection: 'verdicts', state: storedSchema });

/** The last verdict for each tenant, under its id. */
@Injectable()
export class Verdicts extends repositoryOf(verdicts) {
  /** Every tenant that was ever checked. */
  tenants(): Promise<string[]> {
    return this.model.distinct('tenantId').exec();
  }
}
