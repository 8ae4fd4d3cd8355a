import { requirementSchema, rulesSchema, stageSchema } from '@sluice/contract-compliance';
import { dialectSchema, type ReplyOf } from '@sluice/contract-kit';
import type { getRequirement } from '@sluice/contract-compliance';
import { z } from 'zod';
import { reservationSchema } from '../limits/reservation.js';
import { ruleNames } from '../rules/rule-table.js';
import { findingSchema, inquirySchema, paymentSchema } from './inquiry.js';

/** One judgement, with the rules it was made by: it must be possible to say later why documents were asked for, or were not. */
const screeningSchema = z.object({
  stage: stageSchema,
  /** The payments that it is about; absent where that is the whole withdrawal. */
  payments: z.array(paymentSchema).optional(),
  outcome: z.enum(['cleared', 'cleared-for-now', 'documents-required', 'refused']),
  refusal: z.enum(['sanctions', 'limit_exceeded', 'velocity_exceeded']).nullable(),
  ruleVersion: z.string(),
  rules: rulesSchema,
  /** The rules that asked for documents. */
  reasons: z.array(z.enum(ruleNames)),
  /** What was found in the sanctions lists; null when there was no name to look up. */
  finding: findingSchema.nullable(),
  /** The app that asked, to which word of the accepted documents goes. */
  askedBy: z.string(),
  /** Absent from judgements older than the field. */
  dialect: dialectSchema.optional(),
  at: z.date(),
  /** The names were looked up no earlier. Absent from judgements older than the field. */
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
  /** Null when the case was closed before anything was judged. */
  destinationId: z.string().nullable(),
  /** The judgement under way, if it could not be made at once. */
  inquiry: inquirySchema.nullable(),
  /** At most one per stage; before payment, one per payment. */
  screenings: z.array(screeningSchema),
  /** Payments that will not be made. */
  cancelledPayments: z.array(paymentSchema).optional(),
  /** In the order in which they were asked for. */
  requirements: z.array(caseRequirementSchema),
  /** When the first document was asked for: the order of lists. */
  documentsSince: z.date().nullable(),
  /** What the withdrawal takes from the limits; null before its review and where there are none. */
  reservation: reservationSchema.nullable(),
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

/** When the case has something to do by itself: to judge on, to accept a document, to give back what it took from limits. */
export function dueAtOf({ inquiry, requirements, reservation }: ComplianceCase): Date | null {
  const times = [
    inquiry?.goesOnAt ?? null,
    reservation?.status === 'giving-back' ? AT_ONCE : null,
    ...requirements.map(({ status, reviewDueAt }) => (status === 'UPLOADED' ? reviewDueAt : null)),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}
