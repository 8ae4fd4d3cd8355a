import { idSchema, positiveMoneySchema, timeSchema } from '@sluice/contract-kit';
import { after, idFrom, Money, type Rail } from '@sluice/kernel';
import { inquiredLater, inquiryAt, isDue, leased, nextCall, sentAgain, stopAt } from '@sluice/providers';
import { z } from 'zod';
import { recheckedAt } from '../pauses/pause.js';
import type { BankReport } from '../providers/bank.js';
import { paymentIdOf, traceOf } from './rails/payment-id.js';
import type { RailReport } from './rails/rail-report.js';

/**
 * - `planned`: nothing is under way at the bank; to be sent.
 * - `sending`: the intent is stored and a call may be under way. Found so later, it is inquired about.
 * - `unknown`: a call ended without an answer; to be inquired about.
 * - `sent`: the bank has taken it; it settles, is rejected or returned, or is inquired about when no report comes.
 */
const openStatuses = ['planned', 'sending', 'unknown', 'sent'] as const;
const endedStatuses = ['delivered', 'failed', 'cancelled'] as const;

/** One attempt to deliver one part of a payment. Times are on the tenant's clock. */
export const bankLegSchema = z.object({
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
  /** Failed attempts to learn something new: the backoff grows with them. */
  failedAttempts: z.int().min(0),
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
  /** The bank's reports that were applied, `<kind>:<the bank's id of it>`, so that a copy is known. */
  appliedReports: z.array(z.string()),
  returns: z.array(z.object({ code: z.string(), at: timeSchema })),
});
export type BankLeg = z.output<typeof bankLegSchema>;

/** A leg as it is ordered. */
export type LegOrder = Pick<BankLeg, 'legId' | 'attempt' | 'amount'>;

/** The same key for the same attempt, whoever sends it and however often. */
export const keyOf = (withdrawalId: string, { legId, attempt }: LegOrder): string => idFrom(withdrawalId, legId, String(attempt));

export const plannedLeg = (withdrawalId: string, { legId, attempt, amount }: LegOrder, now: Date): BankLeg => ({
  legId, attempt, amount, key: keyOf(withdrawalId, { legId, attempt, amount }),
  paymentId: paymentIdOf(keyOf(withdrawalId, { legId, attempt, amount })),
  status: 'planned', nextAt: now.toISOString(), failedAttempts: 0, recalling: false, appliedReports: [], returns: [],
});

export const hasEnded = ({ status }: BankLeg): boolean => (endedStatuses as readonly string[]).includes(status);

/** What an ended leg comes to; nothing is due any more. */
export const ended = ({ nextAt: _, ...leg }: BankLeg, end: Pick<BankLeg, 'trace' | 'reason'> & { status: (typeof endedStatuses)[number] }): BankLeg => ({ ...leg, ...end, recalling: false });

interface Reported {
  /** The name of the bank's report, when it has an id. */
  readonly report?: string | undefined;
}

/** What was observed of a leg at the bank, or that nothing could be. */
export type Observation =
  | { readonly kind: 'accepted' }
  | ({ readonly kind: 'rejected'; readonly reason: string } & Reported)
  | ({ readonly kind: 'settled'; readonly trace: string } & Reported)
  | ({ readonly kind: 'returned'; readonly code: string; readonly at: string } & Reported)
  | { readonly kind: 'recalled' }
  /** The bank does not know the key. */
  | { readonly kind: 'not-known' }
  /** The call ended without an answer. */
  | { readonly kind: 'lost' };

/** The wait before the next inquiry, doubling from the first to the last. */
const backoff = {
  unknown: { firstMs: 1_000, lastMs: 300_000 },
  sent: { firstMs: 2_000, lastMs: 3_600_000 },
  delivered: { firstMs: 86_400_000, lastMs: 7 * 86_400_000 },
} as const;

/** How long after its delivery a payment is inquired about, in case it is returned: the longest that a rail allows (unauthorised, ACH). */
const RETURNS_WATCHED_FOR = '60d';

/** A settlement that is reported this much after the value date is not late. */
const VALUE_DATE_GRACE = '15m';

/** What is to be done about a leg that is due. What the bank has taken is not recalled. */
export function actionFor({ status, recalling }: BankLeg): 'send' | 'inquire' | 'recall' {
  const call = nextCall({ isPlanned: status === 'planned', isToBeStopped: recalling && status !== 'sent' });
  return call === 'stop' ? 'recall' : call;
}

/** Operators have paused such payouts: it stays as it is and is tried again. Null when it is not about to be sent. */
export const heldBack = (leg: BankLeg, now: Date): BankLeg | null => (actionFor(leg) === 'send' ? { ...leg, nextAt: recheckedAt(now) } : null);

/** The intent to send, stored before the call. Null when it is not the time for it. */
export function beginSending(leg: BankLeg, now: Date, valueDate: Date, leaseMs: number): BankLeg | null {
  if (leg.status !== 'planned' || leg.recalling) return null;
  const first = { valueDate: valueDate.toISOString(), settlesOn: valueDate.toISOString().slice(0, 10) };
  return leased<BankLeg>({ ...first, ...leg, status: 'sending' }, now, leaseMs);
}

/** Stops a leg: at once when it was never sent, else by recalling it at the bank unless the bank has it. */
export function stop(leg: BankLeg, now: Date): BankLeg {
  if (hasEnded(leg) || leg.status === 'sent') return leg;
  if (leg.firstSentAt === undefined) return ended(leg, { status: 'cancelled' });
  return { ...leg, recalling: true, nextAt: stopAt(leg, leg.status === 'sending', now) };
}

function learntNothing(leg: BankLeg, now: Date): BankLeg {
  const status = leg.status === 'sent' ? 'sent' : 'unknown';
  return inquiredLater({ ...leg, status }, backoff[status], now);
}

const accepted = (leg: BankLeg, now: Date): BankLeg =>
  learntNothing(leg.status === 'sent' ? leg : { ...leg, status: 'sent', failedAttempts: 0, recalling: false }, now);

/** A leg that the bank had accepted is never sent again. */
const notKnown = (leg: BankLeg, now: Date): BankLeg => (leg.status === 'sent' ? learntNothing(leg, now) : sentAgain({ ...leg, status: 'planned' }, now));

/** From now on it is inquired about now and then, in case the report of a return is lost. */
const delivered = (leg: BankLeg, trace: string, now: Date): BankLeg => ({
  ...ended(leg, { status: 'delivered', trace }), deliveredAt: now.toISOString(), failedAttempts: 0, nextAt: inquiryAt(backoff.delivered, 0, now).toISOString(),
});

/** A delivered leg whose inquiry had nothing new: inquired about again later, or no more. */
function afterInquiry(leg: BankLeg, now: Date): BankLeg | null {
  const { nextAt: _, ...rest } = leg;
  if (leg.deliveredAt === undefined || !isDue(leg, now)) return null;
  const next = inquiryAt(backoff.delivered, leg.failedAttempts + 1, now);
  return next > after(new Date(leg.deliveredAt), RETURNS_WATCHED_FOR) ? rest : { ...rest, failedAttempts: leg.failedAttempts + 1, nextAt: next.toISOString() };
}

/** A delivered leg whose money came back; each code counts once, and then there is nothing more to wait for. */
function returned({ nextAt: _, ...leg }: BankLeg, code: string, at: string): BankLeg | null {
  if (leg.status !== 'delivered' || leg.returns.some((known) => known.code === code)) return null;
  return { ...leg, returns: [...leg.returns, { code, at }] };
}

/** The leg after an observation; null when that changes nothing. An ended leg stays as it ended, whatever is reported in which order. */
export function applyObservation(leg: BankLeg, observation: Observation, now: Date): BankLeg | null {
  if (hasEnded(leg)) return (observation.kind === 'returned' ? returned(leg, observation.code, observation.at) : null) ?? afterInquiry(leg, now);
  switch (observation.kind) {
    case 'accepted': return accepted(leg, now);
    case 'rejected': return ended(leg, { status: 'failed', reason: observation.reason });
    case 'settled': return delivered(leg, observation.trace, now);
    case 'returned': return ended(leg, { status: 'failed', reason: observation.code });
    case 'recalled': return ended(leg, { status: 'cancelled' });
    case 'not-known': return notKnown(leg, now);
    case 'lost': return learntNothing(leg, now);
  }
}

/** The bank accepted it, its value date is past, and no settlement is reported. */
export const isOverdue = ({ status, valueDate }: BankLeg, now: Date): boolean =>
  status === 'sent' && valueDate !== undefined && now > after(new Date(valueDate), VALUE_DATE_GRACE);

/** The bank reports what cannot be after how the leg ended: a person has to look. */
export function contradicts(leg: BankLeg, { kind }: Observation): boolean {
  if (leg.status === 'delivered') return kind === 'rejected' || kind === 'recalled' || kind === 'not-known';
  if (leg.status === 'cancelled') return kind === 'accepted' || kind === 'settled';
  return (leg.status === 'failed' && kind === 'settled') || (leg.status === 'sent' && kind === 'not-known');
}

/** What a notice says, in the order in which it happened: a return after settlement says both. */
export function observationsOf(report: BankReport): Observation[] {
  switch (report.status) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'rejected': return [{ kind: 'rejected', reason: report.reason }];
    case 'settled': return [{ kind: 'settled', trace: report.trace }];
    case 'recalled': return [{ kind: 'recalled' }];
    case 'returned': {
      const returned: Observation = { kind: 'returned', code: report.code, at: report.returnedAt };
      return report.settledTrace === undefined ? [returned] : [{ kind: 'settled', trace: report.settledTrace }, returned];
    }
  }
}

/** The codes that NACHA's returns carry. */
const ACH_CODE = /^R\d\d$/;

const reportNameOf = ({ kind, reportId }: Pick<RailReport, 'kind' | 'reportId'>): string => `${kind}:${reportId}`;

/**
 * What a report in a file says of a leg. Only what was settled can be returned between ISO 20022 banks, so a return there says
 * both; an ACH return does not say whether the credit had arrived. Corrections say nothing of the leg.
 */
export function observationsOfReport(report: RailReport, { key }: Pick<BankLeg, 'key'>, rail: Rail, now: Date): Observation[] {
  const name = reportNameOf(report);
  const trace = report.trace ?? traceOf(key, rail);
  switch (report.kind) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'settled': return [{ kind: 'settled', trace, report: name }];
    case 'rejected': return [{ kind: 'rejected', reason: report.code, report: name }];
    case 'returned': {
      const returned: Observation = { kind: 'returned', code: report.code, at: now.toISOString(), report: name };
      return rail === 'ACH' ? [returned] : [{ kind: 'settled', trace }, returned];
    }
    case 'corrected': return [];
  }
}

/** Less or more came back than was sent: no rule says what that means, so a person has to. */
export const differsInAmount = (report: RailReport, { amount }: Pick<BankLeg, 'amount'>): boolean =>
  report.kind === 'returned' && !report.amount.equals(Money.fromJson(amount));

/** What a rail's files cannot say: that an ACH credit arrived, and codes that are not NACHA's. */
export const onlyInNotices = (notice: BankReport, rail: Rail): Observation[] =>
  rail !== 'ACH' ? [] : observationsOf(notice).filter((observation) =>
    observation.kind === 'settled'
    || (observation.kind === 'returned' && !ACH_CODE.test(observation.code))
    || (observation.kind === 'rejected' && !ACH_CODE.test(observation.reason)));

export const isApplied = ({ appliedReports }: BankLeg, observation: Observation): boolean => 'report' in observation && observation.report !== undefined && appliedReports.includes(observation.report);

/** Money moved for a payment that ended without it, as far as we know: nothing here can be done with that. */
export function comesTooLate({ status, reason }: BankLeg, observation: Observation): boolean {
  if (observation.kind !== 'settled' && observation.kind !== 'returned') return false;
  return status === 'cancelled' || (status === 'failed' && (observation.kind === 'settled' || observation.code !== reason));
}
