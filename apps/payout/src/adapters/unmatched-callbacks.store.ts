import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { z } from 'zod';

export const UNMATCHED_CALLBACKS = 'unmatched_callbacks';

export const unmatchedCallbacksSchema: Schema = aggregateSchema({ reason: String, body: String, firstAt: String, lastAt: String, count: Number });

const unmatchedSchema = z.object({
  reason: z.enum(['unreadable', 'unknown_key']),
  body: z.string(),
  /** Wall-clock times. */
  firstAt: timeSchema,
  lastAt: timeSchema,
  count: z.int().min(1),
});
export type Unmatched = z.output<typeof unmatchedSchema>;

/** No tenant can be told from what could not be read or found. */
const NOBODY = 'unknown';

/** What the bank said, by its own signature, and nobody here could make use of. */
@Injectable()
export class UnmatchedCallbacks extends AggregateStore<Unmatched> {
  constructor(@InjectModel(UNMATCHED_CALLBACKS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, unmatchedSchema);
  }

  /** Keeps the callback; a copy is counted. */
  async keep(reason: Unmatched['reason'], body: string): Promise<void> {
    const id = idFrom(reason, body);
    const now = new Date().toISOString();
    await this.change(id, { id, tenantId: NOBODY }, (current) => ({
      state: current ? { ...current.state, lastAt: now, count: current.state.count + 1 } : { reason, body, firstAt: now, lastAt: now, count: 1 },
    }));
  }
}
