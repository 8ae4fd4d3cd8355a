/** What the bank sent and nobody could act on: for operators, who have to. */
import { contractOf, idSchema, pageSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('payout');

const keptSchema = z.object({ id: idSchema, firstAt: timeSchema, lastAt: timeSchema, count: z.int().min(1) });

/** A file that could not be understood completely: its bytes in base64, and a sentence that says what stands in the way. */
export const quarantinedFileSchema = keptSchema.extend({
  reason: z.string(), sentence: z.string(), content: z.base64(), source: z.enum(['callback', 'statement']),
});

/** A report that fits no payment, or not the way its payment ended. `body` is the report as JSON, or as it came. */
export const unmatchedCallbackSchema = keptSchema.extend({
  reason: z.enum(['unreadable', 'unknown_key', 'unknown_payment', 'too_late', 'amount_differs']), body: z.string(),
});

/** Newest first. */
export const listQuarantine = service.request('list-quarantine', {
  ask: pageSchema, reply: z.object({ files: z.array(quarantinedFileSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});

/** Newest first. */
export const listUnmatched = service.request('list-unmatched', {
  ask: pageSchema, reply: z.object({ callbacks: z.array(unmatchedCallbackSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});
