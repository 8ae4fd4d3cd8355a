import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { z } from 'zod';

export const UNMATCHED_CALLBACKS = 'unmatched_callbacks';

export const unmatchedCallbacksSchema: Schema = aggregateSchema({ reason: String, body: String, firstAt: String, lastAt: String, count: Number })
  .index({ tenantId: 1, firstAt: -1, _id: -1 });

const unmatchedSchema = z.object({
  /**
   * - `unreadable`: a plain notice that is not one;
   * - `unknown_key`, `unknown_payment`: about a payment that nobody here gave;
   * - `too_late`: money moved for a payment that ended without it;
   * - `amount_differs`: another amount came back than was sent.
   */
  reason: z.enum(['unreadable', 'unknown_key', 'unknown_payment', 'too_late', 'amount_differs']),
  body: z.string(),
  /** Wall-clock times. */
  firstAt: timeSchema,
  lastAt: timeSchema,
  count: z.int().min(1),
});
export type Unmatched = z.output<typeof unmatchedSchema>;

/** What the bank said, by its own signature, and nobody here could make use of: a person has to. */
@Injectable()
export class UnmatchedCallbacks extends AggregateStore<Unmatched> {
  constructor(@InjectModel(UNMATCHED_CALLBACKS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, unmatchedSchema);
  }

  /** Keeps the callback; a copy is counted. */
  async keep(reason: Unmatched['reason'], body: string, tenantId: string): Promise<void> {
    const id = idFrom(tenantId, reason, body);
    const now = new Date().toISOString();
    await this.change(id, { id, tenantId }, (current) => ({
      state: current ? { ...current.state, lastAt: now, count: current.state.count + 1 } : { reason, body, firstAt: now, lastAt: now, count: 1 },
    }));
  }
}
