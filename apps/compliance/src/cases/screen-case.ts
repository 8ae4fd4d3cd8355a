import { cleared, clearedForNow, documentsRequired, referred, refused, screeningCancelled, type Stage } from '@sluice/contract-compliance';
import { send, type Outgoing } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import type { LimitRefusal } from '../limits/counter.js';
import type { Reservation } from '../limits/reservation.js';
import { ruleTable, rulesThatAsk, type Subject } from '../rules/rule-table.js';
import { ruleVersionOf, type RuleSettings } from '../rules/rules.js';
import type { ComplianceCase, Requirement, Screening } from './compliance-case.js';
import type { Asked, Finding, Inquiry, Payment } from './inquiry.js';

/** Everything a judgement is made of. */
export interface Judged {
  readonly asked: Asked;
  readonly finding: Finding | null;
  readonly settings: RuleSettings;
  /** On the tenant's clock. */
  readonly at: Date;
}

/**
 * What a screening gets without judging: silence once the case is closed, for whoever asked has given the withdrawal up,
 * and neither a clearance nor a demand may reach it any more; what was found then, when the stage was judged before; word of
 * the referral while an operator decides, and silence while the judgement goes on by itself. Undefined when it has yet to be judged.
 * A payment that comes while another is judged shares its judgement: the names are the same.
 */
export function knownJudgement(known: ComplianceCase, stage: Stage, payment?: Payment): Change<ComplianceCase> | null | undefined {
  const { closed, screenings, inquiry, cancelledPayments = [] } = known;
  if (closed || cancelledPayments.some((one) => isSame(one, payment))) return null;
  const found = screenings.find((screening) => screening.stage === stage && isAbout(screening, payment));
  if (found) return { send: [answerOf(found, payment)] };
  if (inquiry?.asked.stage !== stage) return undefined;
  const told = inquiry.step === 'referred' ? [referral(inquiry, payment)] : [];
  if (payment === undefined || isAbout(inquiry.asked, payment)) return told.length === 0 ? null : { send: told };
  return { state: { ...known, inquiry: { ...inquiry, asked: { ...inquiry.asked, payments: [...(inquiry.asked.payments ?? []), payment] } } }, send: told };
}

const isSame = (one: Payment, other: Payment | undefined): boolean => one.legId === other?.legId && one.attempt === other.attempt;

const isAbout = ({ payments }: Pick<Asked, 'payments'>, payment: Payment | undefined): boolean =>
  payment === undefined ? payments === undefined : (payments ?? []).some((one) => isSame(one, payment));

/** A payment will not be made: nobody waits for its judgement any more, also if it was not asked for yet. Judged for no other, the inquiry ends. */
export function cancelled(known: ComplianceCase, payment: Payment): Change<ComplianceCase> {
  const answer = [send(screeningCancelled, payment)];
  const { inquiry, cancelledPayments = [] } = known;
  if (known.closed || cancelledPayments.some((one) => isSame(one, payment))) return { send: answer };
  const payments = (inquiry?.asked.payments ?? []).filter((one) => !isSame(one, payment));
  const left = inquiry?.asked.payments === undefined ? inquiry : payments.length === 0 ? null : { ...inquiry, asked: { ...inquiry.asked, payments } };
  return { state: { ...known, inquiry: left, cancelledPayments: [...cancelledPayments, payment] }, send: answer };
}

/** A clearance in review is good for a payment within this time. What is further off is judged again before it is made. */
const GOOD_FOR_MS = 3_600_000;

const isFarOff = ({ stage, paysAt }: Asked, at: Date): boolean => stage === 'in-review' && paysAt !== undefined && paysAt.getTime() - at.getTime() > GOOD_FOR_MS;

/** Judges a stage by the rules, when neither the lists nor the limits stand in the way. `newRequirementId` makes ids `doc_req_…`. */
export function judge(known: ComplianceCase, judged: Judged, knownDestination: boolean, newRequirementId: () => string): Change<ComplianceCase> {
  const { asked, settings, at } = judged;
  const askedBefore = known.screenings.flatMap((screening) => screening.reasons);
  const subject: Subject = { ...asked, knownDestination, askedBefore };
  const reasons = rulesThatAsk(asked.stage, subject, settings.rules);
  const requirements = reasons.map((name): Requirement => ({
    id: newRequirementId(), ...ruleTable[name].demands, status: 'PENDING', stage: asked.stage, requestedAt: at, upload: null, reviewDueAt: null, reviewedAt: null,
  }));
  const isCleared = reasons.length === 0;
  const screening: Screening = {
    ...basisOf(judged), outcome: !isCleared ? 'documents-required' : isFarOff(asked, at) ? 'cleared-for-now' : 'cleared', refusal: null, reasons, passedAt: isCleared ? at : null,
  };
  const documentsSince = isCleared ? known.documentsSince : known.documentsSince ?? at;
  return concluded({ ...known, requirements: [...known.requirements, ...requirements], documentsSince }, asked, screening);
}

/** Refuses a stage for good. What was taken from the limits is given back. */
export function refuse(known: ComplianceCase, judged: Judged, refusal: 'sanctions' | LimitRefusal): Change<ComplianceCase> {
  const reservation: Reservation | null = known.reservation && { ...known.reservation, status: 'giving-back' };
  return concluded({ ...known, reservation }, judged.asked, { ...basisOf(judged), outcome: 'refused', refusal, reasons: [], passedAt: null });
}

/** Puts a possible hit before an operator. */
export function refer(known: ComplianceCase, inquiry: Inquiry, settings: RuleSettings): Change<ComplianceCase> {
  const waiting: Inquiry = { ...inquiry, step: 'referred', ruleVersion: ruleVersionOf(settings), goesOnAt: null };
  return { state: { ...known, destinationId: inquiry.asked.destinationId, inquiry: waiting }, send: paymentsOf(waiting.asked).map((payment) => referral(waiting, payment)) };
}

const basisOf = ({ asked, finding, settings, at }: Judged): Pick<Screening, 'stage' | 'ruleVersion' | 'rules' | 'finding' | 'askedBy' | 'dialect' | 'at' | 'payments' | 'lookedUpAt'> => ({
  stage: asked.stage, ...(asked.payments && { payments: asked.payments }), ruleVersion: ruleVersionOf(settings), rules: settings.rules, finding,
  askedBy: asked.askedBy, dialect: asked.dialect, at, lookedUpAt: asked.at,
});

/** Whom an answer is for: each payment, or the withdrawal as a whole. */
const paymentsOf = ({ payments }: Pick<Asked, 'payments'>): readonly (Payment | undefined)[] => payments ?? [undefined];

function concluded(known: ComplianceCase, { destinationId }: Asked, screening: Screening): Change<ComplianceCase> {
  return {
    state: { ...known, destinationId, inquiry: null, screenings: [...known.screenings, screening] },
    send: paymentsOf(screening).map((payment) => answerOf(screening, payment)),
  };
}

const referral = ({ asked, ruleVersion }: Inquiry, payment: Payment | undefined): Outgoing =>
  send(referred, { stage: asked.stage, ruleVersion, ...payment }, { replyTo: asked.askedBy });

/** The answer is made of what is stored, so that a repeated question gets the same one. */
function answerOf({ stage, outcome, refusal, ruleVersion, askedBy, lookedUpAt }: Screening, payment: Payment | undefined): Outgoing {
  const address = { replyTo: askedBy };
  const said = { stage, ruleVersion, ...payment };
  if (refusal !== null) return send(refused, { ...said, reason: refusal }, address);
  if (outcome === 'cleared-for-now') return send(clearedForNow, said, address);
  if (outcome === 'documents-required') return send(documentsRequired, said, address);
  return send(cleared, { ...said, ...(lookedUpAt && { lookedUpAt: lookedUpAt.toISOString() }) }, address);
}
