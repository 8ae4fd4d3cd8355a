import { z } from 'zod';
import { contractOf } from './contract.js';
import { idSchema, timeSchema } from './shapes.js';

/** What a service did for a withdrawal: a message handled, a provider called, a timer fired. Never a body and never a secret. */
export const trailRowSchema = z.object({
  at: timeSchema,
  kind: z.enum(['message', 'provider-call', 'timer']),
  name: z.string(),
  outcome: z.string(),
  attempt: z.int().positive(),
  traceId: z.string().optional(),
  detail: z.string().optional(),
});
export type TrailRowView = z.infer<typeof trailRowSchema>;

/** How a provider has lately answered the tenant. */
export const providerCallsSchema = z.object({ provider: z.string(), calls: z.int().min(1), failed: z.int().min(0), lastAt: timeSchema, lastOutcome: z.string() });
export type ProviderCallsView = z.infer<typeof providerCallsSchema>;

/** What every service answers about its trail; each row is of the request's tenant. Oldest first, from a time on or from the beginning; `more` when there is more than was asked for. */
export const trailRequests = (service: string) => ({
  list: contractOf(service).request('list-trail', {
    body: z.object({ withdrawalId: idSchema, limit: z.int().min(1).max(2_000), from: timeSchema.optional() }),
    reply: z.object({ rows: z.array(trailRowSchema), more: z.boolean() }),
  }),
  /** As the instance that replies has seen it in the last minutes. */
  providers: contractOf(service).request('list-provider-calls', { body: z.object({}), reply: z.object({ providers: z.array(providerCallsSchema) }) }),
});
