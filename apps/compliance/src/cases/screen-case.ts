import { cleared, documentsRequired, type Stage } from '@sluice/contract-compliance';
import { send, type Outgoing } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import { ruleTable, rulesThatAsk, type Subject } from '../rules/rule-table.js';
import { ruleVersionOf, type RuleSettings } from '../rules/rules.js';
import type { ComplianceCase, Requirement, Screening } from './compliance-case.js';

/** A withdrawal put before us at one stage. `at` is on the tenant's clock. */
export interface Asked extends Omit<Subject, 'askedBefore'> {
  readonly stage: Stage;
  readonly destinationId: string;
  readonly askedBy: string;
  readonly at: Date;
}

/**
 * What a screening gets without judging: silence once the case is closed, for whoever asked has given the withdrawal up,
 * and neither a clearance nor a demand may reach it any more; what was found then, when the stage was judged before.
 * Undefined when it has yet to be judged.
 */
export function knownJudgement(known: ComplianceCase, stage: Stage): Change<ComplianceCase> | null | undefined {
  if (known.closed) return null;
  const found = known.screenings.find((screening) => screening.stage === stage);
  return found && { send: [answerOf(found)] };
}

/** Judges a stage for the first time. `newRequirementId` makes ids `doc_req_…`. */
export function judge(known: ComplianceCase, asked: Asked, settings: RuleSettings, newRequirementId: () => string): Change<ComplianceCase> {
  const { stage, destinationId, askedBy, at } = asked;
  const askedBefore = known.screenings.flatMap((screening) => screening.reasons);
  const reasons = rulesThatAsk(stage, { ...asked, askedBefore }, settings.rules);
  const outcome = reasons.length === 0 ? 'cleared' : 'documents-required';
  const passedAt = reasons.length === 0 ? at : null;
  const screening: Screening = { stage, outcome, ruleVersion: ruleVersionOf(settings), rules: settings.rules, reasons, askedBy, at, passedAt };
  const requirements = reasons.map((name): Requirement => ({
    id: newRequirementId(), ...ruleTable[name].demands, status: 'PENDING', stage, requestedAt: at, reviewedAt: null,
  }));
  return {
    state: { ...known, destinationId, screenings: [...known.screenings, screening], requirements: [...known.requirements, ...requirements] },
    send: [answerOf(screening)],
  };
}

/** The answer is made of what is stored, so that a repeated question gets the same one. */
const answerOf = ({ stage, outcome, ruleVersion }: Screening): Outgoing =>
  send(outcome === 'cleared' ? cleared : documentsRequired, { stage, ruleVersion });
