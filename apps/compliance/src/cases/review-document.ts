import { documentsAccepted } from '@sluice/contract-compliance';
import { send, type Outgoing } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { ComplianceCase, Requirement, Screening } from './compliance-case.js';
import { requirementIn } from './upload-document.js';

export interface Decision {
  readonly requirementId: string;
  readonly decision: 'accept' | 'reject';
  readonly reason?: string | undefined;
  /** On the tenant's clock. */
  readonly at: Date;
}

const statusAfter = { accept: 'ACCEPTED', reject: 'REJECTED' } as const;

/**
 * A reviewer's decision; null when it was decided the same way before. A rejected document is followed by a new
 * requirement of the same kind; the last accepted one of a stage is told to whoever asked for the screening. Where the dialect
 * has no uploads, the reviewer decides on what came another way.
 * @throws DomainError `not_found`, or `invalid_status` when nothing was uploaded, it was decided otherwise, or the case is closed.
 */
export function reviewed(known: ComplianceCase, decided: Decision, withdrawalId: string, newRequirementId: () => string): Change<ComplianceCase> | null {
  const requirement = requirementIn(known, decided.requirementId);
  const status = statusAfter[decided.decision];
  if (requirement.status === status) return null;
  if (known.closed) throw new DomainError('invalid_status', 'The withdrawal no longer waits for documents.');
  if (requirement.status !== 'UPLOADED' && !cameAnotherWay(known, requirement)) throw new DomainError('invalid_status', `A document that is ${requirement.status} cannot be reviewed.`);
  const decidedOn: Requirement = { ...requirement, status, reviewedAt: decided.at, reviewDueAt: null, ...(decided.reason === undefined ? {} : { reviewReason: decided.reason }) };
  const next = decided.decision === 'reject' ? [askedAgain(decidedOn, newRequirementId(), decided.at)] : [];
  const requirements = [...known.requirements.map((other) => (other === requirement ? decidedOn : other)), ...next];
  return passIfComplete({ ...known, requirements }, requirement.stage, decided.at, withdrawalId);
}

/** The only dialect in whose API clients upload documents. */
const UPLOADING = 'bultra';

function cameAnotherWay({ screenings }: ComplianceCase, { status, stage }: Requirement): boolean {
  const dialect = screenings.find((screening) => screening.stage === stage)?.dialect ?? UPLOADING;
  return status === 'PENDING' && dialect !== UPLOADING;
}

const askedAgain = ({ type, description, stage }: Requirement, id: string, at: Date): Requirement => ({
  id, type, description, stage, status: 'PENDING', requestedAt: at, upload: null, reviewDueAt: null, reviewedAt: null,
});

/** Lets the stage pass when none of its documents is missing: a rejected one is stood in for by the one asked for after it. */
function passIfComplete(known: ComplianceCase, stage: Screening['stage'], at: Date, withdrawalId: string): Change<ComplianceCase> {
  const isMissing = known.requirements.some((other) => other.stage === stage && (other.status === 'PENDING' || other.status === 'UPLOADED'));
  const judged = known.screenings.find((screening) => screening.stage === stage);
  if (isMissing || !judged) return { state: known };
  const passed = { ...judged, passedAt: at };
  return {
    state: { ...known, screenings: known.screenings.map((other) => (other === judged ? passed : other)) },
    send: [acceptance(passed, at, withdrawalId)],
  };
}

const acceptance = ({ stage, ruleVersion, askedBy }: Screening, at: Date, withdrawalId: string): Outgoing =>
  send(documentsAccepted, { stage, ruleVersion, at: at.toISOString() }, { withdrawalId, replyTo: askedBy });
