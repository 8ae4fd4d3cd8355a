import { Injectable } from '@nestjs/common';
import { moneySchema, timeSchema } from '@sluice/contract-kit';
import { verdictSchema } from '@sluice/contract-operations';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { z } from 'zod';

/** The open holds of one currency. */
const openHoldsSchema = z.object({ count: z.int().min(1), held: moneySchema });
export type OpenHolds = z.output<typeof openHoldsSchema>;

/** The last verdict for a tenant with the holds that were open then; since when it is checked, and when everything that is stored was checked last. */
const storedSchema = verdictSchema.extend({ openHolds: z.array(openHoldsSchema).default([]), followedSince: timeSchema, checkedInFullAt: timeSchema.optional() });
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
