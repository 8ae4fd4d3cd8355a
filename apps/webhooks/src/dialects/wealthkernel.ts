import { WEALTHKERNEL_TEST, wealthkernelEventOf, wealthkernelEvents, wealthkernelStatusOf, type WealthkernelStatus } from '@sluice/dialect-words';
import { z } from 'zod';
import type { KnownChange } from '../event-log/logged-event.js';
import { stateSchema, type Notification, type WebhookDialect } from './dialect.js';

const viewSchema = z.object({ portfolioId: z.string() });

const statusOf = (event: KnownChange): WealthkernelStatus => wealthkernelStatusOf(stateSchema.parse(event));

function note(id: string, name: string, payload: object): Notification {
  const eventId = `whevt-${id}`;
  return { eventId, type: name, body: JSON.stringify({ eventId, eventType: { name, version: 1 }, payload }) };
}

export const wealthkernel: WebhookDialect = {
  events: wealthkernelEvents,
  secrets: 'shared',
  headers: ({ eventId }) => ({ 'Idempotency-Key': eventId }),
  isFinal: () => false,
  notificationsOf(event, before) {
    const status = statusOf(event);
    if (before && statusOf(before) === status) return [];
    const { portfolioId } = viewSchema.parse(event.view);
    return [note(event.id, wealthkernelEventOf[status], { withdrawalId: event.dialectId, portfolioId, status })];
  },
  test: (id) => note(id, WEALTHKERNEL_TEST, {}),
};
