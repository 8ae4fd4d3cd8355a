import type { Envelope } from '@sluice/contract-kit';
import { Park } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import type { ReplyAddress, Leg } from '../legs/leg.js';

/** Whom to answer. @throws Park when nobody is named: no repetition can mend that. */
export function replyAddressOf({ type, replyTo, withdrawalId, traceparent, dialect }: Envelope): ReplyAddress {
  if (replyTo === undefined) throw new Park(`${type} without an asker.`);
  return { replyTo, ...(withdrawalId === undefined ? {} : { withdrawalId }), ...(traceparent === undefined ? {} : { traceparent }), ...(dialect === undefined ? {} : { dialect }) };
}

/** The leg as the sender may see it: a tenant's command never touches another's. */
export function legFor({ type, tenantId }: Envelope, current: Versioned<Leg> | null): Leg | null {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's leg.`);
  return current?.state ?? null;
}
