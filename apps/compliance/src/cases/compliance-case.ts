import { caseClosed, requirementSchema, rulesSchema, stageSchema, type getRequirement } from '@sluice/contract-compliance';
import { dialectSchema, idSchema, positiveMoneySchema, send, type ReplyOf } from '@sluice/contract-kit';
import { stored, type Change } from '@sluice/persistence';
import { z } from 'zod';
import { endedUsage, limitUsageSchema } from '../limits/limit.js';
import { ruleNames } from '../rules/rules.js';

/** What was found when names were looked up in the lists, and an operator's decision about it. */
export const findingSchema = z.object({
  names: z.array(z.string()),
  /** The lists as they were then: unchanged lists find the same again. */
  listVersion: z.string(),
  hits: z.array(z.object({ name: z.string(), listed: z.string(), list: z.string(), listedId: z.string(), score: z.number() })),
  /** Names that could not be compared with the lists'. Absent from findings older than the field. */
  incomparable: z.array(z.string()).optional(),
  at: z.date(),
  decision: z.object({ decision: z.enum(['clear', 'refuse']), reason: z.string(), at: z.date() }).nullable(),
});
export type Finding = z.output<typeof findingSchema>;

/** One payment of a withdrawal that is paid in several. */
export const paymentSchema = z.object({ legId: idSchema, attempt: z.int() });
export type Payment = z.output<typeof paymentSchema>;

/** A withdrawal put before us at one stage. Times are on the tenant's clock. */
export const screeningRequestSchema = z.object({
  stage: stageSchema,
  dialect: dialectSchema,
  accountId: idSchema,
  destinationId: idSchema,
  amount: positiveMoneySchema,
  purpose: z.string().optional(),
  names: z.array(z.string()),
  /** Names that an older version kept apart; looked up like the others. */
  labels: z.array(z.string()).optional(),
  /** When the payment will be made, where that is known. */
  paysAt: z.date().optional(),
  /** The payments that wait for the answer; absent where it is about the whole withdrawal. */
  payments: z.array(paymentSchema).optional(),
  /** The reply address. */
  replyTo: z.string(),
  at: z.date(),
});
export type ScreeningRequest = z.output<typeof screeningRequestSchema>;

/**
 * A screening that waits: for the lists to answer (`names`), for an operator (`referred`), or to be counted against the limits
 * (`limits`). It keeps the request, since the answer is sent long after the command.
 */
export const pendingScreeningSchema = z.object({
  asked: stored(screeningRequestSchema, { replyTo: 'askedBy' }),
  step: z.enum(['names', 'referred', 'limits']),
  finding: findingSchema.nullable(),
  /** Of the rules in force when it was referred. */
  ruleVersion: z.string(),
  /** How often the lists did not answer. */
  failures: z.int(),
  /** When it continues without a message; null while it waits for an operator. */
  goesOnAt: z.date().nullable(),
});
export type PendingScreening = z.output<typeof pendingScreeningSchema>;

/** The screening of one stage, with its rules: it must be possible to say later why documents were required, or were not. */
const screeningSchema = z.object({
  stage: stageSchema,
  /** The payments that it is about; absent where that is the whole withdrawal. */
  payments: z.array(paymentSchema).optional(),
  outcome: z.enum(['cleared', 'cleared-for-now', 'documents-required', 'refused']),
  refusal: z.enum(['sanctions', 'limit_exceeded', 'velocity_exceeded']).nullable(),
  ruleVersion: z.string(),
  rules: rulesSchema,
  /** The rules that required documents. */
  reasons: z.array(z.enum(ruleNames)),
  /** What was found in the sanctions lists; null when there was no name to look up. */
  finding: findingSchema.nullable(),
  /** The reply address, where `documents-accepted` goes too. */
  replyTo: z.string(),
  /** Absent from screenings older than the field. */
  dialect: dialectSchema.optional(),
  at: z.date(),
  /** The names were looked up no earlier. Absent from screenings older than the field. */
  lookedUpAt: z.date().optional(),
  /** When nothing stood in the way any more; null while documents are missing, and when it was refused. */
  passedAt: z.date().nullable(),
});

const uploadSchema = z.object({
  documentKey: z.string(),
  /** Where that lies which people are shown; absent from uploads older than the field, which are shown as they came. */
  shownKey: z.string().optional(),
  filename: z.string(),
  note: z.string().optional(),
  /** In bytes. */
  size: z.int(),
  sha256: z.string(),
  contentType: z.enum(['application/pdf', 'image/png', 'image/jpeg']),
  at: z.date(),
});

const caseRequirementSchema = requirementSchema.pick({ id: true, type: true, description: true, status: true }).extend({
  stage: stageSchema,
  requestedAt: z.date(),
  upload: uploadSchema.nullable(),
  /** When the sandbox's reviewer accepts it by itself; null when a person decides. */
  reviewDueAt: z.date().nullable(),
  reviewedAt: z.date().nullable(),
  reviewReason: z.string().optional(),
});

/** All that compliance knows of one withdrawal; its id is the withdrawal's. */
export const complianceCaseSchema = z.object({
  closed: z.boolean(),
  /** Null when the case was closed before any screening. */
  destinationId: z.string().nullable(),
  /** The screening under way, if it could not be decided at once. */
  inquiry: pendingScreeningSchema.nullable(),
  /** At most one per stage; before payment, one per payment. */
  screenings: z.array(stored(screeningSchema, { replyTo: 'askedBy' })),
  /** Payments that will not be made. */
  cancelledPayments: z.array(paymentSchema).optional(),
  /** In the order in which they were required. */
  requirements: z.array(caseRequirementSchema),
  /** When the first document was required: the order of lists. */
  documentsSince: z.date().nullable(),
  /** When the bytes of its documents were removed, because they were kept long enough. */
  documentsRemovedAt: z.date().optional(),
  /** What the withdrawal counts against the limits; null before its review and where there are none. */
  reservation: stored(limitUsageSchema, { counters: 'claims' }).nullable(),
});

export type ComplianceCase = z.output<typeof complianceCaseSchema>;
export type Screening = z.output<typeof screeningSchema>;
export type Requirement = z.output<typeof caseRequirementSchema>;
export type Upload = z.output<typeof uploadSchema>;

export const emptyCase: ComplianceCase = {
  closed: false, destinationId: null, inquiry: null, screenings: [], requirements: [], documentsSince: null, reservation: null,
};

/** What others see of a requirement. */
export const viewOf = ({ id, type, description, status, upload, reviewReason }: Requirement): Omit<ReplyOf<typeof getRequirement>, 'withdrawalId'> => ({
  id, type, description, status, ...(upload === null ? {} : uploadViewOf(upload)), ...(reviewReason === undefined ? {} : { reason: reviewReason }),
});

export const uploadViewOf = ({ filename, size, note, at }: Upload): { filename: string; size: number; uploadedAt: string; note?: string } => ({
  filename, size, uploadedAt: at.toISOString(), ...(note === undefined ? {} : { note }),
});

/** Before every other time: what should happen at once. */
const AT_ONCE = new Date(0);

/** When the case has something to do without a message: to continue a screening, to accept a document, to give its limit usage back. */
export function dueAtOf({ inquiry, requirements, reservation }: ComplianceCase): Date | null {
  const times = [
    inquiry?.goesOnAt ?? null,
    reservation?.status === 'giving-back' ? AT_ONCE : null,
    ...requirements.map(({ status, reviewDueAt }) => (status === 'UPLOADED' ? reviewDueAt : null)),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

/** Closes a case for good, also one that was never opened: a screening that comes after this must find it closed. */
export function closed(known: ComplianceCase): Change<ComplianceCase> {
  const answer = [send(caseClosed, {})];
  if (known.closed) return { send: answer };
  return { state: { ...known, closed: true, inquiry: null, reservation: endedUsage(known.reservation) }, send: answer };
}
