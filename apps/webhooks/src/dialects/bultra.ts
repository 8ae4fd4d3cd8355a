import { bultraEventOf, bultraEvents, bultraStatusOf, type BultraStatus } from '@sluice/dialect-words';
import { z } from 'zod';
import type { KnownChange } from '../event-log/logged-event.js';
import { stateSchema, type WebhookDialect } from './dialect.js';

const shownSchema = z.object({ authorizedAt: z.string().optional(), returned: z.object({}).optional() });

const statusOf = (event: KnownChange): BultraStatus => bultraStatusOf({ ...shownSchema.parse(event.view ?? {}), ...stateSchema.parse(event) });

/** RFC 3339 in seconds. */
const secondsOf = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

export const bultra: WebhookDialect = {
  events: bultraEvents,
  secrets: 'own',
  headers: () => ({}),
  isFinal: () => false,
  notificationsOf(event, before) {
    const status = statusOf(event);
    if (before && statusOf(before) === status) return [];
    const eventId = `evt_${event.id}`;
    const type = bultraEventOf(status);
    return [{ eventId, type, body: JSON.stringify({ id: eventId, type, created_at: secondsOf(event.at), data: { id: event.dialectId, status } }) }];
  },
};
