import type { Envelope } from '@sluice/contract-kit';
import { Park } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import type { Bridging } from '../transfers/bridging.js';

/** The withdrawal that a command is about. */
export function withdrawalOf({ type, withdrawalId }: Envelope): string {
  if (withdrawalId === undefined) throw new Park(`${type} names no withdrawal`);
  return withdrawalId;
}

/** The bridging as the sender may see it: a tenant's command never touches another's. */
export function bridgingFor({ type, tenantId }: Envelope, current: Versioned<Bridging> | null): Bridging | null {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's withdrawal`);
  return current?.state ?? null;
}
