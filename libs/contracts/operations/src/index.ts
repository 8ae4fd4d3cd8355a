/** What operations can be asked: whether what must always hold does, whether the outside world's books say what ours say, what happened to a withdrawal, what could not be handled, and what operators did. */
import { breakSchema, contractOf, deadLetterChoiceSchema, deadLetterSchema, idSchema, openedLetterSchema, pageSchema, timeSchema, trailRowSchema } from '@sluice/contract-kit';
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

export const timelineRowSchema = trailRowSchema.extend({
  service: z.string(), kind: z.enum(['step', 'message', 'provider-call', 'timer', 'operator', 'webhook']), traceId: z.string().nullable(), detail: z.string().nullable(),
});
export type TimelineRowView = z.output<typeof timelineRowSchema>;

/** Behind which row a page of a timeline begins: the time of the last one seen, in ms, and how many of that time were seen. */
export const timelinePositionSchema = z.object({ at: z.int().nonnegative(), seen: z.int().nonnegative() });

/** What happened to a withdrawal in all services, in order of time on the tenant's clock. `id` is the canonical one or its dialect's; `next` is null on the last page. */
export const getTimeline = service.request('get-timeline', {
  body: z.object({ id: idSchema, limit: z.int().min(1).max(1_000), after: timelinePositionSchema.default({ at: 0, seen: 0 }) }),
  reply: z.object({ rows: z.array(timelineRowSchema), next: timelinePositionSchema.nullable() }), refusals: ['not_found'],
});

/** Every service that consumes messages, and so can have dead letters. */
export const consumers = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;

/** The last letter seen of each service. */
export const seenLettersSchema = z.partialRecord(z.enum(consumers), idSchema);

/** The dead letters of all services as one list, latest first. `seen` is where the next page begins. */
export const listAllDeadLetters = service.request('list-all-dead-letters', {
  body: z.object({ limit: pageSchema.shape.limit, after: seenLettersSchema.default({}), cause: z.string().optional() }),
  reply: z.object({ letters: z.array(deadLetterSchema), hasMore: z.boolean(), seen: seenLettersSchema }), refusals: ['invalid_request'],
});
export const openAnyDeadLetter = service.request('open-any-dead-letter', { body: z.object({ id: idSchema }), reply: openedLetterSchema, refusals: ['not_found'] });

const countSchema = z.object({ count: z.int().nonnegative() });

/** The most frequent first. */
export const countAllDeadLetters = service.request('count-all-dead-letters', { body: z.object({}), reply: z.object({ causes: z.array(countSchema.extend({ cause: z.string() })) }) });
/** The chosen letters of all services go back into their queues. */
export const redriveAnyDeadLetters = service.request('redrive-any-dead-letters', { body: deadLetterChoiceSchema, reply: countSchema });
export const discardAnyDeadLetters = service.request('discard-any-dead-letters', { body: deadLetterChoiceSchema, reply: countSchema });

/** An action is recorded twice: what is about to be done, before it is done, and what came of it. */
export const auditEntrySchema = z.object({
  kind: z.enum(['intent', 'outcome']),
  /** The same in both records of one action. */
  actionId: z.string(),
  /** The method and the route's pattern, such as `POST withdrawals/:id/actions/fail`. */
  action: z.string(),
  /** Id of the API key that was used; never the key. */
  who: z.string(),
  reason: z.string().nullable(),
  /** What it was done to: the id in the path, or else the path. */
  target: z.string(),
  at: z.string(),
  /** `done`, `refused: …`, `failed: …`; null in an intent. */
  outcome: z.string().nullable(),
});
export type AuditEntry = z.output<typeof auditEntrySchema>;

const chainEndSchema = z.object({ sequence: z.int().positive(), hash: z.string() });

/** One of a tenant's chain: `sequence` counts from 1 without a gap, and `hash` is over the record and the hash of the one before it. */
export const auditRecordSchema = auditEntrySchema.extend({ tenantId: z.string(), previousHash: z.string(), ...chainEndSchema.shape });
export type AuditRecord = z.output<typeof auditRecordSchema>;

/** Durable when it is replied to, and in the chain once, however often it is requested. */
export const appendAuditRecord = service.request('append-audit-record', { body: auditEntrySchema, reply: chainEndSchema });
/** Newest first, older than the sequence number `before`. */
export const listAuditRecords = service.request('list-audit-records', {
  body: z.object({ limit: pageSchema.shape.limit, before: z.int().positive().optional(), target: z.string().optional() }), reply: z.object({ records: z.array(auditRecordSchema), hasMore: z.boolean() }),
});

export const auditVerificationSchema = z.object({
  ok: z.boolean(),
  records: z.int().nonnegative(),
  /** The last record's hash: written down elsewhere, it proves later that nothing before it was rewritten. */
  lastHash: z.string().nullable(),
  /** The first thing that is wrong: after it nothing can be said for sure. */
  breach: z.string().nullable(),
  /** Actions whose outcome was never recorded: they were interrupted. */
  open: z.array(z.string()),
});
export type AuditVerification = z.output<typeof auditVerificationSchema>;

/** Whether every record is unchanged and in its sequence. */
export const verifyAuditLog = service.request('verify-audit-log', { body: z.object({}), reply: auditVerificationSchema });

/** Records of releases in which the gateway kept the log, as they are, in their order, and where that chain is known to have reached. */
export const takeAuditRecords = service.request('take-audit-records', { body: z.object({ records: z.array(auditRecordSchema.omit({ tenantId: true })).max(1_000), end: chainEndSchema.nullable() }), reply: z.object({}) });
