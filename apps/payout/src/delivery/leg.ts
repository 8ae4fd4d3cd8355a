import { idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import { paymentIdOf } from '../bank-payments/rails/payment-id.js';

/**
 * - `planned`: nothing is under way at the bank; to be sent.
 * - `sending`: the intent is stored and a call may be under way. Found so later, it is asked about.
 * - `unknown`: a call ended without an answer; to be asked about.
 * - `sent`: the bank has taken it; it settles, is rejected or returned, or is asked about after a silence.
 */
export const openStatuses = ['planned', 'sending', 'unknown', 'sent'] as const;
export const endedStatuses = ['delivered', 'failed', 'cancelled'] as const;

/** One attempt to deliver one part of a payment. Times are on the tenant's clock. */
export const legSchema = z.object({
  legId: idSchema,
  attempt: z.int().min(1),
  amount: positiveMoneySchema,
  /** Under which the bank knows it. */
  key: idSchema,
  /** Under which the rail knows it, and by which its files name it. */
  paymentId: z.string().min(1),
  status: z.enum([...openStatuses, ...endedStatuses]),
  /** When something is to be done about it; once it has ended, only to see whether it comes back. */
  nextAt: timeSchema.optional(),
  /** Calls without progress: delays grow with it. */
  fruitless: z.int().min(0),
  firstSentAt: timeSchema.optional(),
  /** Part of the instruction: the same however often it is sent. */
  valueDate: timeSchema.optional(),
  /** The banking day that its file names; the file says that it was made at `firstSentAt`. */
  settlesOn: z.iso.date().optional(),
  /** It is to be stopped if the bank has not taken it. */
  recalling: z.boolean(),
  trace: z.string().optional(),
  /** Why it failed: the rail's or the bank's own code. */
  reason: z.string().optional(),
  deliveredAt: timeSchema.optional(),
  /** The bank's reports that were taken in, `<kind>:<the bank's id of it>`, so that a copy is known. */
  heard: z.array(z.string()),
  returns: z.array(z.object({ code: z.string(), at: timeSchema })),
});
export type Leg = z.output<typeof legSchema>;

/** A leg as it is ordered. */
export type LegOrder = Pick<Leg, 'legId' | 'attempt' | 'amount'>;

/** The same key for the same attempt, whoever sends it and however often. */
export const keyOf = (withdrawalId: string, { legId, attempt }: LegOrder): string => idFrom(withdrawalId, legId, String(attempt));

export const plannedLeg = (withdrawalId: string, { legId, attempt, amount }: LegOrder, now: Date): Leg => ({
  legId, attempt, amount, key: keyOf(withdrawalId, { legId, attempt, amount }),
  paymentId: paymentIdOf(keyOf(withdrawalId, { legId, attempt, amount })),
  status: 'planned', nextAt: now.toISOString(), fruitless: 0, recalling: false, heard: [], returns: [],
});

export const hasEnded = ({ status }: Leg): boolean => (endedStatuses as readonly string[]).includes(status);

/** What an ended leg comes to; nothing is due any more. */
export const ended = ({ nextAt: _, ...leg }: Leg, end: Pick<Leg, 'trace' | 'reason'> & { status: (typeof endedStatuses)[number] }): Leg => ({ ...leg, ...end, recalling: false });
