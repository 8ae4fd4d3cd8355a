import type { Envelope } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { Park, type Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';

/** The withdrawal that a command is about. */
export function withdrawalOf({ type, withdrawalId }: Envelope): string {
  if (withdrawalId === undefined) throw new Park(`${type} names no withdrawal`);
  return withdrawalId;
}

/** @throws DomainError so that a tenant's command which names another's is parked. */
export function ownedBy<S>({ tenantId }: Pick<Cause, 'tenantId'>, found: Versioned<S>): Versioned<S> {
  if (found.tenantId !== tenantId) throw new DomainError('not_found', `${found.id} is another tenant's.`);
  return found;
}
