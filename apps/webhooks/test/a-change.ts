import { recordChange } from '@sluice/contract-webhooks';
import { eventIdOf, type KnownChange } from '../src/event-log/logged-event.js';

/** A change of a withdrawal of `acme`, made a second after the one before it. */
export function aChange(withdrawalId: string, sequence: number, about: Partial<KnownChange> = {}): KnownChange {
  const at = new Date(Date.UTC(2026, 0, 15, 10, 30, sequence));
  return { ...recordChange.body.parse(recordChange.sample), withdrawalId, sequence, id: eventIdOf(withdrawalId, sequence), tenantId: 'acme', at, ...about };
}
