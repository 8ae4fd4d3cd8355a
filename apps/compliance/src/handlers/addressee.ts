import type { Envelope } from '@sluice/contract-kit';
import { Park } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { emptyCase, type ComplianceCase } from '../cases/compliance-case.js';

/** The withdrawal that a command is about. */
export function withdrawalOf({ type, withdrawalId }: Envelope): string {
  if (withdrawalId === undefined) throw new Park(`${type} names no withdrawal`);
  return withdrawalId;
}

/** The case as the sender may see it: a tenant's command never touches another's. */
export function caseFor({ type, tenantId }: Envelope, current: Versioned<ComplianceCase> | null): ComplianceCase {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's withdrawal`);
  return current?.state ?? emptyCase;
}
