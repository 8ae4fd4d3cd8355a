/** Pauses: operators stop new payouts of a tenant, a rail or a provider, and release them. */
import { chainSchema, contractOf, idSchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('payout');

/** Which payouts: those over a rail or on a chain, those by a provider, or, where neither is named, all of the tenant. */
const pausedSchema = z.object({
  rail: z.union([railSchema, chainSchema]).optional(),
  provider: z.enum(['bank', 'chain']).optional(),
});
export type Paused = z.output<typeof pausedSchema>;

export const pauseViewSchema = pausedSchema.extend({ id: idSchema, reason: z.string().min(1).max(1_000), since: timeSchema });
export type PauseView = z.output<typeof pauseViewSchema>;

/** From the answer on no payout begins that the pause names. What the bank, the signer or the chain was given goes on, and may still be recalled. */
export const pausePayouts = service.request('pause-payouts', { ask: pauseViewSchema.omit({ since: true }), reply: pauseViewSchema, refusals: ['invalid_request'] });

/** What was held back goes out within a minute. */
export const releasePayouts = service.request('release-payouts', { ask: z.object({ id: idSchema }), reply: pauseViewSchema, refusals: ['not_found'] });

/** Those in force, oldest first. */
export const listPauses = service.request('list-pauses', { ask: z.object({}), reply: z.object({ pauses: z.array(pauseViewSchema) }), refusals: [] });
