import { Injectable } from '@nestjs/common';
import { timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { z } from 'zod';
import type { UnreadableReport } from './rails/rail-report.js';

const quarantinedSchema = z.object({
  reason: z.string(),
  /** What stands in the way, for the person who reads it. */
  sentence: z.string(),
  /** The bytes as they came, in base64. */
  content: z.base64(),
  source: z.enum(['callback', 'statement']),
  /** Wall-clock times. */
  firstAt: timeSchema,
  lastAt: timeSchema,
  count: z.int().min(1),
});
export type Quarantined = z.output<typeof quarantinedSchema>;

export const quarantinedFiles = aggregate({ collection: 'quarantined_files', state: quarantinedSchema, sealed: ['content'], indexes: [{ tenantId: 1, firstAt: -1, _id: -1 }] });

/** Files from the bank that could not be read completely. Nothing in them was recorded. */
@Injectable()
export class QuarantinedFiles extends repositoryOf(quarantinedFiles) {
  /** Keeps the file; a copy is counted. */
  async keep(bytes: Uint8Array, { reason, message: sentence }: UnreadableReport, { tenantId, source }: { tenantId: string; source: Quarantined['source'] }): Promise<void> {
    const content = Buffer.from(bytes).toString('base64');
    const id = idFrom(tenantId, content);
    const now = new Date().toISOString();
    await this.change(id, { id, tenantId }, (current) => ({
      state: current ? { ...current.state, lastAt: now, count: current.state.count + 1 } : { reason, sentence, content, source, firstAt: now, lastAt: now, count: 1 },
    }));
  }
}

const unmatchedSchema = z.object({
  /**
   * - `unreadable`: a notice that cannot be read;
   * - `unknown_key`, `unknown_payment`: about a payment that was not sent from here;
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
type Unmatched = z.output<typeof unmatchedSchema>;

export const unmatchedCallbacks = aggregate({ collection: 'unmatched_callbacks', state: unmatchedSchema, sealed: ['body'], indexes: [{ tenantId: 1, firstAt: -1, _id: -1 }] });

/** Reports with the bank's signature that fit no payment, or not the way it ended: a person has to act. */
@Injectable()
export class UnmatchedCallbacks extends repositoryOf(unmatchedCallbacks) {
  /** Keeps the callback; a copy is counted. */
  async keep(reason: Unmatched['reason'], body: string, tenantId: string): Promise<void> {
    const id = idFrom(tenantId, reason, body);
    const now = new Date().toISOString();
    await this.change(id, { id, tenantId }, (current) => ({
      state: current ? { ...current.state, lastAt: now, count: current.state.count + 1 } : { reason, body, firstAt: now, lastAt: now, count: 1 },
    }));
  }
}
