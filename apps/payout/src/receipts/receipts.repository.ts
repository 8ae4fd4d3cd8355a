import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { z } from 'zod';

export const RECEIPTS = 'receipts';

export const receiptsSchema: Schema = aggregateSchema({
  code: String, pdf: String, dialectId: String, amount: Object, executedAt: String, renderedAt: String,
}).index({ code: 1 }, { unique: true });

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

/** Receipts that were made, by the canonical id of their withdrawal; none is ever changed. */
@Injectable()
export class Receipts extends AggregateStore<Receipt> {
  constructor(@InjectModel(RECEIPTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, receiptSchema);
  }

  async byCode(code: string, tenantId: string): Promise<Versioned<Receipt> | null> {
    const [found] = await this.findWhere({ code, tenantId }, { limit: 1 });
    return found ?? null;
  }
}
