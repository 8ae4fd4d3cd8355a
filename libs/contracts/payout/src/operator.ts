/** What operators ask of payout: pauses of new payouts, and what the bank sent that nobody could act on. */
import { chainSchema, contractOf, idSchema, pageSchema, railSchema, timeSchema } from '@sluice/contract-kit';
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
  body: pageSchema, reply: z.object({ files: z.array(quarantinedFileSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});

/** Newest first. */
export const listUnmatched = service.request('list-unmatched', {
  body: pageSchema, reply: z.object({ callbacks: z.array(unmatchedCallbackSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});

/** Which payouts: those over a rail or on a chain, those by a provider, or, where neither is named, all of the tenant. */
const pausedSchema = z.object({
  rail: z.union([railSchema, chainSchema]).optional(),
  provider: z.enum(['bank', 'chain']).optional(),
});
export type Paused = z.output<typeof pausedSchema>;

export const pauseViewSchema = pausedSchema.extend({ id: idSchema, reason: z.string().min(1).max(1_000), since: timeSchema });
export type PauseView = z.output<typeof pauseViewSchema>;

/** From the answer on no payout begins that the pause names. What the bank, the signer or the chain was given goes on, and may still be recalled. */
export const pausePayouts = service.request('pause-payouts', { body: pauseViewSchema.omit({ since: true }), reply: pauseViewSchema, refusals: ['invalid_request'] });

/** What was held back goes out within a minute. */
export const releasePayouts = service.request('release-payouts', { body: z.object({ id: idSchema }), reply: pauseViewSchema, refusals: ['not_found'] });

/** Those in force, oldest first. */
export const listPauses = service.request('list-pauses', { body: z.object({}), reply: z.object({ pauses: z.array(pauseViewSchema) }), refusals: [] });
