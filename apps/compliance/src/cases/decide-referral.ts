import type { decideReferral } from '@sluice/contract-compliance';
import type { AskOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { ComplianceCase } from './compliance-case.js';
import type { Inquiry } from './inquiry.js';

export interface ReferralDecision extends Omit<AskOf<typeof decideReferral>, 'withdrawalId'> {
  /** On the tenant's clock. */
  readonly at: Date;
}

/**
 * The inquiry with an operator's decision in its finding; null when it was decided the same way before.
 * @throws DomainError `not_found` when the stage never came before anyone, `invalid_status` when nobody waits for this decision.
 */
export function decidedInquiry({ inquiry, screenings, closed }: ComplianceCase, { stage, decision, reason, at }: ReferralDecision): Inquiry | null {
  if (inquiry?.asked.stage === stage && inquiry.step === 'referred' && inquiry.finding !== null && !closed) {
    return { ...inquiry, finding: { ...inquiry.finding, decision: { decision, reason, at } } };
  }
  const finding = inquiry?.asked.stage === stage ? inquiry.finding : screenings.findLast((screening) => screening.stage === stage)?.finding;
  if (finding?.decision?.decision === decision) return null;
  if (finding === undefined) throw new DomainError('not_found', 'This withdrawal was not referred to anyone at this stage.');
  throw new DomainError('invalid_status', 'This withdrawal does not wait for a decision.');
}
