/** What operations can be asked: whether what must always hold does, and whether the outside world's books say what ours say. */
import { breakSchema, contractOf, idSchema, pageSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('operations');

export const verdictSchema = z.object({
  ok: z.boolean(),
  checkedAt: timeSchema,
  invariants: z.array(z.object({ number: z.int().min(1).max(13), name: z.string(), ok: z.boolean(), violations: z.array(z.string()) })),
});
export type Verdict = z.output<typeof verdictSchema>;

/** The last verdict of the running checker; made now when there is none that is recent. `full`: one that is made now, of everything that is stored. */
export const getVerdict = service.request('get-verdict', { body: z.object({ full: z.boolean().default(false) }), reply: verdictSchema });

export const reconciliationSchema = z.object({ id: idSchema, checkedAt: timeSchema, breaks: z.array(breakSchema) });
export type Reconciliation = z.output<typeof reconciliationSchema>;

/** Compares with the providers' journals and with the chains now, once per id. */
export const reconcile = service.request('reconcile-providers', { body: z.object({ id: idSchema }), reply: reconciliationSchema });
export const getReconciliation = service.request('get-reconciliation', { body: z.object({ id: idSchema }), reply: reconciliationSchema, refusals: ['not_found'] });
/** Newest first. */
export const listReconciliations = service.request('list-reconciliations', {
  body: pageSchema, reply: z.object({ reconciliations: z.array(reconciliationSchema), hasMore: z.boolean().default(false) }), refusals: ['invalid_request'],
});
