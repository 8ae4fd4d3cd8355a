import { z } from 'zod';
import { contractOf } from './contract.js';
import { idSchema, pageSchema, timeSchema } from './shapes.js';

/** Whose dead letters are those of which nobody can read the tenant: the operators' of the platform. No customer is called so. */
export const PLATFORM_TENANT = 'platform';

/** A message that lies in a service's dead-letter store, as operators see it in a list. */
export const deadLetterSchema = z.object({
  id: idSchema,
  cause: z.string(),
  service: z.string(),
  type: z.string(),
  withdrawalId: idSchema.optional(),
  attempts: z.int().positive(),
  firstAt: timeSchema,
  lastAt: timeSchema,
});

export type DeadLetterView = z.infer<typeof deadLetterSchema>;

/** One of them with what it says. Names, numbers and every text that could be one are left out before it leaves its service. */
export const openedLetterSchema = deadLetterSchema.extend({ body: z.string() });
export type OpenedLetterView = z.infer<typeof openedLetterSchema>;

/** Which letters are meant, of the asking tenant: some by id, or all of one cause; and why, for the record. */
export const deadLetterChoiceSchema = z
  .object({ ids: z.array(idSchema).min(1).max(1_000).optional(), cause: z.string().min(1).optional(), reason: z.string().min(1) })
  .refine(({ ids, cause }) => ids !== undefined || cause !== undefined, 'Either ids or a cause must be given.');

const countSchema = z.object({ count: z.int().nonnegative() });

/** What every service answers about its dead letters; each sees those of the request's tenant only. */
export function deadLetterRequests(service: string) {
  const { request } = contractOf(service);
  return {
    /** Latest first. */
    list: request('list-dead-letters', { body: pageSchema.extend({ cause: z.string().optional() }), reply: z.object({ letters: z.array(deadLetterSchema) }), refusals: ['invalid_request'] }),
    /** Null where this service has no such letter: which one has it is not in its id. */
    open: request('open-dead-letter', { body: z.object({ id: idSchema }), reply: z.object({ letter: openedLetterSchema.nullable() }) }),
    countByCause: request('count-dead-letters', { body: z.object({}), reply: z.object({ causes: z.array(countSchema.extend({ cause: z.string() })) }) }),
    /** Puts them back into the queues they came from, with all their attempts before them. */
    redrive: request('redrive-dead-letters', { body: deadLetterChoiceSchema, reply: countSchema }),
    discard: request('discard-dead-letters', { body: deadLetterChoiceSchema, reply: countSchema }),
    /** Sandbox only: puts messages into the service's queue that it can never handle. */
    poison: request('take-poison', { body: z.object({ count: z.int().min(1).max(1_000) }), reply: countSchema, refusals: ['not_found'] }),
  };
}

export type DeadLetterRequests = ReturnType<typeof deadLetterRequests>;
