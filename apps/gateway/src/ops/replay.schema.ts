import { z } from 'zod';

const id = z.string().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters');
const time = z.iso.datetime({ offset: true, error: 'must be a time' }).transform((text) => new Date(text).toISOString());
const choices = ['ids', 'subscriptionId', 'from', 'to', 'sinceFailure'] as const;

/** Which events are sent again, and why; what is said together must all hold. `sinceFailure: false` says nothing. */
export const replaySchema = z
  .object({
    ids: z.array(id).min(1, 'must name at least one').max(1_000).optional(),
    subscriptionId: id.optional(),
    from: time.optional(),
    to: time.optional(),
    sinceFailure: z.boolean().transform((given) => given || undefined).optional(),
    reason: z.string().trim().min(1, 'must not be empty').max(1_000),
  })
  .refine((given) => choices.some((name) => given[name] !== undefined), { path: ['ids'], message: `is required, or one of ${choices.slice(1).join(', ')}` });
