import { stageSchema } from '@sluice/contract-compliance';
import { dialectSchema, idSchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

/** What was found when names were looked up, and what an operator made of it. */
export const findingSchema = z.object({
  names: z.array(z.string()),
  /** The lists as they were then: unchanged lists find the same again. */
  listVersion: z.string(),
  hits: z.array(z.object({ name: z.string(), listed: z.string(), list: z.string(), listedId: z.string(), score: z.number() })),
  /** Names that could not be compared with the lists'. Absent from findings of a time when nobody looked for them. */
  incomparable: z.array(z.string()).optional(),
  at: z.date(),
  decision: z.object({ decision: z.enum(['clear', 'refuse']), reason: z.string(), at: z.date() }).nullable(),
});
export type Finding = z.output<typeof findingSchema>;

/** One payment of a withdrawal that is paid in several. */
export const paymentSchema = z.object({ legId: idSchema, attempt: z.int() });
export type Payment = z.output<typeof paymentSchema>;

/** A withdrawal put before us at one stage. Times are on the tenant's clock. */
export const askedSchema = z.object({
  stage: stageSchema,
  dialect: dialectSchema,
  accountId: idSchema,
  destinationId: idSchema,
  amount: positiveMoneySchema,
  purpose: z.string().optional(),
  names: z.array(z.string()),
  /** Told apart from names by an older version; looked up like them. */
  labels: z.array(z.string()).optional(),
  /** When the payment will be made, where that was told. */
  paysAt: z.date().optional(),
  /** The payments that wait for the answer; absent where it is about the whole withdrawal. */
  payments: z.array(paymentSchema).optional(),
  /** The app to answer. */
  askedBy: z.string(),
  at: z.date(),
});
export type Asked = z.output<typeof askedSchema>;

/**
 * A judgement that waits: for the lists to answer (`names`), for an operator (`referred`), or for its place under the
 * limits (`limits`). It remembers the question, since the answer is given long after the message that asked.
 */
export const inquirySchema = z.object({
  asked: askedSchema,
  step: z.enum(['names', 'referred', 'limits']),
  finding: findingSchema.nullable(),
  /** Of the rules in force when it was referred. */
  ruleVersion: z.string(),
  /** How often the lists did not answer. */
  failures: z.int(),
  /** When it goes on by itself; null while it waits for an operator. */
  goesOnAt: z.date().nullable(),
});
export type Inquiry = z.output<typeof inquirySchema>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** The lists did not answer: they are asked again after a growing while, for as long as it takes. Silence clears nobody. */
export function unanswered(inquiry: Inquiry, at: Date): Inquiry {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** inquiry.failures, LONGEST_PAUSE_MS);
  return { ...inquiry, step: 'names', failures: inquiry.failures + 1, goesOnAt: new Date(at.getTime() + pauseMs) };
}

/**
 * Whether an earlier finding still says all there is to say: the same names in the same lists, of which the same could not be compared. An
 * older version compared more of them.
 */
export const stillHolds = (finding: Finding, names: readonly string[], incomparable: readonly string[], listVersion: string): boolean =>
  finding.listVersion === listVersion && isSameSet(finding.names, names) && finding.incomparable !== undefined && isSameSet(finding.incomparable, incomparable);

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());

/** Whether an operator has to look at it. */
export const isOpen = ({ hits, incomparable = [], decision }: Finding): boolean => hits.length + incomparable.length > 0 && decision === null;
