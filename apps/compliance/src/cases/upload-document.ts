import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { ComplianceCase, Requirement, Upload } from './compliance-case.js';

/** @throws DomainError `not_found` */
export function requirementIn({ requirements }: ComplianceCase, requirementId: string): Requirement {
  const requirement = requirements.find(({ id }) => id === requirementId);
  if (!requirement) throw new DomainError('not_found', 'No such document was asked for.');
  return requirement;
}

/** @throws DomainError `invalid_status` when no document is awaited any more: it was handed in or decided, or the withdrawal has ended. */
export function checkAwaited({ closed }: ComplianceCase, { status }: Requirement): void {
  if (closed) throw new DomainError('invalid_status', 'The withdrawal no longer waits for documents.');
  if (status !== 'PENDING') throw new DomainError('invalid_status', `A document that is ${status} cannot be uploaded.`);
}

/**
 * Keeps what was handed in; null when the same was kept before. `reviewDueAt`: when it is accepted without a person.
 * @throws DomainError as `checkAwaited`
 */
export function uploaded(known: ComplianceCase, requirementId: string, upload: Upload, reviewDueAt: Date | null): Change<ComplianceCase> | null {
  const requirement = requirementIn(known, requirementId);
  if (requirement.upload?.documentKey === upload.documentKey) return null;
  checkAwaited(known, requirement);
  const next: Requirement = { ...requirement, status: 'UPLOADED', upload, reviewDueAt };
  return { state: { ...known, requirements: known.requirements.map((other) => (other === requirement ? next : other)) } };
}
