import { documentsAccepted } from '@sluice/contract-compliance';
import { send, type Outgoing } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { ComplianceCase, Requirement, Screening, Upload } from '../cases/compliance-case.js';

/** @throws DomainError `not_found` */
export function requirementIn({ requirements }: ComplianceCase, requirementId: string): Requirement {
  const requirement = requirements.find(({ id }) => id === requirementId);
  if (!requirement) throw new DomainError('not_found', 'No such document was asked for.');
  return requirement;
}

/** @throws DomainError `invalid_status` when no document is awaited any more: it was uploaded or decided, or the withdrawal has ended. */
export function checkAwaited({ closed }: ComplianceCase, { status }: Requirement): void {
  if (closed) throw new DomainError('invalid_status', 'The withdrawal no longer waits for documents.');
  if (status !== 'PENDING') throw new DomainError('invalid_status', `A document that is ${status} cannot be uploaded.`);
}

/**
 * Keeps an upload; null when the same was kept before. `reviewDueAt`: when it is accepted without a person.
 * @throws DomainError as `checkAwaited`
 */
export function uploaded(known: ComplianceCase, requirementId: string, upload: Upload, reviewDueAt: Date | null): Change<ComplianceCase> | null {
  const requirement = requirementIn(known, requirementId);
  if (requirement.upload?.documentKey === upload.documentKey) return null;
  checkAwaited(known, requirement);
  const next: Requirement = { ...requirement, status: 'UPLOADED', upload, reviewDueAt };
  return { state: { ...known, requirements: known.requirements.map((other) => (other === requirement ? next : other)) } };
}

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
 * requirement of the same kind; the last accepted one of a stage is announced to the reply address of the screening. Where the
 * dialect has no uploads, the reviewer decides on a document that was checked elsewhere.
 * @throws DomainError `not_found`, or `invalid_status` when nothing was uploaded, it was decided otherwise, or the case is closed.
 */
export function reviewed(known: ComplianceCase, decided: Decision, withdrawalId: string, newRequirementId: () => string): Change<ComplianceCase> | null {
  const requirement = requirementIn(known, decided.requirementId);
  const status = statusAfter[decided.decision];
  if (requirement.status === status) return null;
  if (known.closed) throw new DomainError('invalid_status', 'The withdrawal no longer waits for documents.');
  if (requirement.status !== 'UPLOADED' && !isReviewedElsewhere(known, requirement)) throw new DomainError('invalid_status', `A document that is ${requirement.status} cannot be reviewed.`);
  const decidedOn: Requirement = { ...requirement, status, reviewedAt: decided.at, reviewDueAt: null, ...(decided.reason === undefined ? {} : { reviewReason: decided.reason }) };
  const next = decided.decision === 'reject' ? [requiredAgain(decidedOn, newRequirementId(), decided.at)] : [];
  const requirements = [...known.requirements.map((other) => (other === requirement ? decidedOn : other)), ...next];
  return passIfComplete({ ...known, requirements }, requirement.stage, decided.at, withdrawalId);
}

/** The only dialect in whose API clients upload documents. */
const UPLOADING = 'bultra';

function isReviewedElsewhere({ screenings }: ComplianceCase, { status, stage }: Requirement): boolean {
  const dialect = screenings.find((screening) => screening.stage === stage)?.dialect ?? UPLOADING;
  return status === 'PENDING' && dialect !== UPLOADING;
}

const requiredAgain = ({ type, description, stage }: Requirement, id: string, at: Date): Requirement => ({
  id, type, description, stage, status: 'PENDING', requestedAt: at, upload: null, reviewDueAt: null, reviewedAt: null,
});

/** Lets the stage pass when none of its documents is missing: a rejected one is replaced by the one required after it. */
function passIfComplete(known: ComplianceCase, stage: Screening['stage'], at: Date, withdrawalId: string): Change<ComplianceCase> {
  const isMissing = known.requirements.some((other) => other.stage === stage && (other.status === 'PENDING' || other.status === 'UPLOADED'));
  const current = known.screenings.find((screening) => screening.stage === stage);
  if (isMissing || !current) return { state: known };
  const passed = { ...current, passedAt: at };
  return {
    state: { ...known, screenings: known.screenings.map((other) => (other === current ? passed : other)) },
    send: [acceptance(passed, at, withdrawalId)],
  };
}

const acceptance = ({ stage, ruleVersion, replyTo }: Screening, at: Date, withdrawalId: string): Outgoing =>
  send(documentsAccepted, { stage, ruleVersion, at: at.toISOString() }, { withdrawalId, replyTo });
