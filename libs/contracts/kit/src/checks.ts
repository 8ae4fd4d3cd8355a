import { z } from 'zod';
import { contractOf } from './contract.js';

/** What is not as it must be: the number of the invariant that it breaks, and in a sentence how. */
export const findingSchema = z.object({ invariant: z.int().min(1).max(13), text: z.string().min(1) });
export type Finding = z.infer<typeof findingSchema>;

/** Most findings of one service at one look: the first ones say enough. */
export const MOST_FINDINGS = 100;

/**
 * What a service answers when it is asked to check, for the request's tenant, what it alone can see: what has changed since it was asked
 * last, and what was wrong then. `full`: everything that is stored.
 */
export const checkRequest = (service: string) =>
  contractOf(service).request('check-invariants', { body: z.object({ full: z.boolean().default(false) }), reply: z.object({ findings: z.array(findingSchema).max(MOST_FINDINGS) }) });

/** Invariant 12: a service's messages that were decided long ago and are not sent. */
export const messageCheckRequest = (service: string) =>
  contractOf(service).request('check-messages', { body: z.object({}), reply: z.object({ findings: z.array(findingSchema).max(MOST_FINDINGS) }) });

/** A thing that the outside world's books and ours say differently. Amounts as plain decimals with their currency, or a word. */
export const breakSchema = z.object({
  kind: z.enum(['missing', 'extra', 'amount', 'duplicate', 'late']),
  provider: z.enum(['bank', 'chain', 'custodian']),
  /** What both sides know it by. */
  reference: z.string().min(1),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});
export type Break = z.infer<typeof breakSchema>;

/** What a service answers when it is asked to compare its books with the providers' it works with. */
export const reconcileRequest = (service: string) =>
  contractOf(service).request('reconcile', { body: z.object({}), reply: z.object({ breaks: z.array(breakSchema) }) });
