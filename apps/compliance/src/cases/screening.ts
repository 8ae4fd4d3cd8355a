import { cleared, clearedForNow, documentsRequired, referred, refused, screeningCancelled, type decideReferral, type Stage } from '@sluice/contract-compliance';
import { send, type RequestOf, type Outgoing } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import { inquiryAt } from '@sluice/providers';
import type { LimitRefusal } from '../limits/counter.js';
import type { LimitUsage } from '../limits/limit.js';
import { rulesRequiringDocuments, ruleTable, ruleVersionOf, type RuleSettings, type Subject } from '../rules/rules.js';
import type { ComplianceCase, Finding, Payment, PendingScreening, Requirement, Screening, ScreeningRequest } from './compliance-case.js';

/** What a stage is decided on. */
export interface ScreeningBasis {
  readonly asked: ScreeningRequest;
  readonly finding: Finding | null;
  readonly settings: RuleSettings;
  /** On the tenant's clock. */
  readonly at: Date;
}

/**
 * How a `screen` command is answered from what is stored: with the stored answer when the stage was screened before, with `referred`
 * while an operator decides, and not at all (null) while the screening continues, or once the case is closed, since neither a
 * clearance nor a requirement may reach an ended withdrawal. Undefined when the stage has yet to be screened. A payment that comes
 * while another is screened joins that screening: the names are the same.
 */
export function earlierScreening(known: ComplianceCase, stage: Stage, payment?: Payment): Change<ComplianceCase> | null | undefined {
  const { closed, screenings, inquiry, cancelledPayments = [] } = known;
  if (closed || cancelledPayments.some((one) => isSame(one, payment))) return null;
  const found = screenings.find((screening) => screening.stage === stage && isAbout(screening, payment));
  if (found) return { send: [answerOf(found, payment)] };
  if (inquiry?.asked.stage !== stage) return undefined;
  const answers = inquiry.step === 'referred' ? [referral(inquiry, payment)] : [];
  if (payment === undefined || isAbout(inquiry.asked, payment)) return answers.length === 0 ? null : { send: answers };
  return { state: { ...known, inquiry: { ...inquiry, asked: { ...inquiry.asked, payments: [...(inquiry.asked.payments ?? []), payment] } } }, send: answers };
}

const isSame = (one: Payment, other: Payment | undefined): boolean => one.legId === other?.legId && one.attempt === other.attempt;

const isAbout = ({ payments }: Pick<ScreeningRequest, 'payments'>, payment: Payment | undefined): boolean =>
  payment === undefined ? payments === undefined : (payments ?? []).some((one) => isSame(one, payment));

/** A payment will not be made: its screening is no longer answered, also if its command comes later. A screening without another payment ends. */
export function cancelled(known: ComplianceCase, payment: Payment): Change<ComplianceCase> {
  const answer = [send(screeningCancelled, payment)];
  const { inquiry, cancelledPayments = [] } = known;
  if (known.closed || cancelledPayments.some((one) => isSame(one, payment))) return { send: answer };
  const payments = (inquiry?.asked.payments ?? []).filter((one) => !isSame(one, payment));
  const left = inquiry?.asked.payments === undefined ? inquiry : payments.length === 0 ? null : { ...inquiry, asked: { ...inquiry.asked, payments } };
  return { state: { ...known, inquiry: left, cancelledPayments: [...cancelledPayments, payment] }, send: answer };
}

/** A clearance in review is good for a payment within this time. One that is further off is screened again before it is made. */
const GOOD_FOR_MS = 3_600_000;

const isFarOff = ({ stage, paysAt }: ScreeningRequest, at: Date): boolean => stage === 'in-review' && paysAt !== undefined && paysAt.getTime() - at.getTime() > GOOD_FOR_MS;

/** Decides a stage by the rules, once names and limits are passed. `newRequirementId` makes ids `doc_req_…`. */
export function decideByRules(known: ComplianceCase, basis: ScreeningBasis, knownDestination: boolean, newRequirementId: () => string): Change<ComplianceCase> {
  const { asked, settings, at } = basis;
  const earlierReasons = known.screenings.flatMap((screening) => screening.reasons);
  const subject: Subject = { ...asked, knownDestination, earlierReasons };
  const reasons = rulesRequiringDocuments(asked.stage, subject, settings.rules);
  const requirements = reasons.map((name): Requirement => ({
    id: newRequirementId(), ...ruleTable[name].requires, status: 'PENDING', stage: asked.stage, requestedAt: at, upload: null, reviewDueAt: null, reviewedAt: null,
  }));
  const isCleared = reasons.length === 0;
  const screening: Screening = {
    ...fieldsOf(basis), outcome: !isCleared ? 'documents-required' : isFarOff(asked, at) ? 'cleared-for-now' : 'cleared', refusal: null, reasons, passedAt: isCleared ? at : null,
  };
  const documentsSince = isCleared ? known.documentsSince : known.documentsSince ?? at;
  return concluded({ ...known, requirements: [...known.requirements, ...requirements], documentsSince }, asked, screening);
}

/** Refuses a stage for good. Its limit usage is given back. */
export function refuse(known: ComplianceCase, basis: ScreeningBasis, refusal: 'sanctions' | LimitRefusal): Change<ComplianceCase> {
  const reservation: LimitUsage | null = known.reservation && { ...known.reservation, status: 'giving-back' };
  return concluded({ ...known, reservation }, basis.asked, { ...fieldsOf(basis), outcome: 'refused', refusal, reasons: [], passedAt: null });
}

/** Puts a possible hit before an operator. */
export function refer(known: ComplianceCase, pending: PendingScreening, settings: RuleSettings): Change<ComplianceCase> {
  const waiting: PendingScreening = { ...pending, step: 'referred', ruleVersion: ruleVersionOf(settings), goesOnAt: null };
  return { state: { ...known, destinationId: pending.asked.destinationId, inquiry: waiting }, send: paymentsOf(waiting.asked).map((payment) => referral(waiting, payment)) };
}

const fieldsOf = ({ asked, finding, settings, at }: ScreeningBasis): Pick<Screening, 'stage' | 'ruleVersion' | 'rules' | 'finding' | 'replyTo' | 'dialect' | 'at' | 'payments' | 'lookedUpAt'> => ({
  stage: asked.stage, ...(asked.payments && { payments: asked.payments }), ruleVersion: ruleVersionOf(settings), rules: settings.rules, finding,
  replyTo: asked.replyTo, dialect: asked.dialect, at, lookedUpAt: asked.at,
});

/** Whom an answer is for: each payment, or the withdrawal as a whole. */
const paymentsOf = ({ payments }: Pick<ScreeningRequest, 'payments'>): readonly (Payment | undefined)[] => payments ?? [undefined];

function concluded(known: ComplianceCase, { destinationId }: ScreeningRequest, screening: Screening): Change<ComplianceCase> {
  return {
    state: { ...known, destinationId, inquiry: null, screenings: [...known.screenings, screening] },
    send: paymentsOf(screening).map((payment) => answerOf(screening, payment)),
  };
}

const referral = ({ asked, ruleVersion }: PendingScreening, payment: Payment | undefined): Outgoing =>
  send(referred, { stage: asked.stage, ruleVersion, ...payment }, { replyTo: asked.replyTo });

/** The answer is made of what is stored, so that a repeated command gets the same one. */
function answerOf({ stage, outcome, refusal, ruleVersion, replyTo, lookedUpAt }: Screening, payment: Payment | undefined): Outgoing {
  const address = { replyTo };
  const fields = { stage, ruleVersion, ...payment };
  if (refusal !== null) return send(refused, { ...fields, reason: refusal }, address);
  if (outcome === 'cleared-for-now') return send(clearedForNow, fields, address);
  if (outcome === 'documents-required') return send(documentsRequired, fields, address);
  return send(cleared, { ...fields, ...(lookedUpAt && { lookedUpAt: lookedUpAt.toISOString() }) }, address);
}

const backoff = { firstMs: 1_000, lastMs: 60_000 } as const;

/** The lists did not answer: the inquiry is repeated with backoff, for as long as it takes. Nobody is cleared without an answer. */
export function unanswered(pending: PendingScreening, at: Date): PendingScreening {
  return { ...pending, step: 'names', failures: pending.failures + 1, goesOnAt: inquiryAt(backoff, pending.failures, at) };
}

/**
 * Whether an earlier finding still holds: the same names in the same lists, of which the same could not be compared. An older version
 * compared more of them.
 */
export const stillHolds = (finding: Finding, names: readonly string[], incomparable: readonly string[], listVersion: string): boolean =>
  finding.listVersion === listVersion && isSameSet(finding.names, names) && finding.incomparable !== undefined && isSameSet(finding.incomparable, incomparable);

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());

/** Whether an operator has to decide. */
export const isOpen = ({ hits, incomparable = [], decision }: Finding): boolean => hits.length + incomparable.length > 0 && decision === null;

export interface ReferralDecision extends Omit<RequestOf<typeof decideReferral>, 'withdrawalId'> {
  /** On the tenant's clock. */
  readonly at: Date;
}

/**
 * The screening with an operator's decision in its finding; null when it was decided the same way before.
 * @throws DomainError `not_found` when the stage was never referred, `invalid_status` when it does not wait for a decision.
 */
export function decidedReferral({ inquiry, screenings, closed }: ComplianceCase, { stage, decision, reason, at }: ReferralDecision): PendingScreening | null {
  if (inquiry?.asked.stage === stage && inquiry.step === 'referred' && inquiry.finding !== null && !closed) {
    return { ...inquiry, finding: { ...inquiry.finding, decision: { decision, reason, at } } };
  }
  const finding = inquiry?.asked.stage === stage ? inquiry.finding : screenings.findLast((screening) => screening.stage === stage)?.finding;
  if (finding?.decision?.decision === decision) return null;
  if (finding === undefined) throw new DomainError('not_found', 'This withdrawal was not referred to anyone at this stage.');
  throw new DomainError('invalid_status', 'This withdrawal does not wait for a decision.');
}
