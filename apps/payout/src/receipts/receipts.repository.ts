import { Injectable } from '@nestjs/common';
import { idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import { z } from 'zod';

const receiptSchema = z.object({
  /** As printed on it. */
  code: z.string(),
  /** The file in base64, stored so that it is the same at every download by every later version. */
  pdf: z.base64(),
  /** The withdrawal by the id its client knows. */
  dialectId: idSchema,
  amount: positiveMoneySchema,
  executedAt: timeSchema,
  renderedAt: timeSchema,
});
export type Receipt = z.output<typeof receiptSchema>;

export const receipts = aggregate({ collection: 'receipts', state: receiptSchema, indexes: [[{ code: 1 }, { unique: true }]] });

/** Receipts that were made, by the canonical id of their withdrawal; none is ever changed. */
@Injectable()
export class Receipts extends repositoryOf(receipts) {
  byCode(code: string, tenantId: string): Promise<Versioned<Receipt> | null> {
    return this.findFirst({ code, tenantId });
  }
}
