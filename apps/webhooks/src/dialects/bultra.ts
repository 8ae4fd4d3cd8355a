import { z } from 'zod';
import type { LoggedEvent } from '../events/logged-event.js';
import type { WebhookDialect } from './notification.js';

const viewSchema = z.object({ authorizedAt: z.string().optional(), returned: z.object({}).optional() });

/** The status that Bultra shows (spec/canonical.md: phase × hold). */
export function bultraStatusOf({ phase, hold, view }: Pick<LoggedEvent, 'phase' | 'hold' | 'view'>): string {
  const { authorizedAt, returned } = viewSchema.parse(view ?? {});
  if (phase === 'settled') return returned === undefined ? 'EXECUTED' : 'FAILED';
  if (phase === 'cancelled') return 'CANCELLED';
  if (['partial', 'failed', 'rejected'].includes(phase)) return 'FAILED';
  if (hold === 'rfi') return 'CHANGES_REQUESTED';
  if (['sourcing', 'bridging', 'delivering'].includes(phase)) return 'IN_PROGRESS';
  return authorizedAt === undefined ? 'REQUESTED' : 'ACCEPTED';
}

const statuses = ['REQUESTED', 'ACCEPTED', 'CHANGES_REQUESTED', 'IN_PROGRESS', 'EXECUTED', 'FAILED', 'CANCELLED'] as const;

/** RFC 3339 in seconds. */
const secondsOf = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

export const bultra: WebhookDialect = {
  events: statuses.map((status) => `WITHDRAWAL_${status}`),
  headers: () => ({}),
  isFinal: () => false,
  tell(event, before) {
    const status = bultraStatusOf(event);
    if (before && bultraStatusOf(before) === status) return [];
    const eventId = `evt_${event.id}`;
    const type = `WITHDRAWAL_${status}`;
    return [{ eventId, type, body: JSON.stringify({ id: eventId, type, created_at: secondsOf(event.at), data: { id: event.dialectId, status } }) }];
  },
};
