import { wealthkernelStatusOf, type WealthkernelStatus } from '@sluice/dialect-words';
import { z } from 'zod';
import type { LoggedEvent } from '../events/logged-event.js';
import type { Notification, WebhookDialect } from './notification.js';
import { stateSchema } from './state.js';

const nameOf: Record<WealthkernelStatus, string> = {
  Pending: 'withdrawals.withdrawal_requested',
  Active: 'withdrawals.withdrawal_activated',
  Settled: 'withdrawals.withdrawal_settled',
  Rejected: 'withdrawals.withdrawal_rejected',
  Cancelling: 'withdrawals.withdrawal_cancelling',
  Cancelled: 'withdrawals.withdrawal_cancelled',
};
const TEST = 'webhooks.test';

const viewSchema = z.object({ portfolioId: z.string() });

const statusOf = (event: LoggedEvent): WealthkernelStatus => wealthkernelStatusOf(stateSchema.parse(event));

function note(id: string, name: string, payload: object): Notification {
  const eventId = `whevt-${id}`;
  return { eventId, type: name, body: JSON.stringify({ eventId, eventType: { name, version: 1 }, payload }) };
}

export const wealthkernel: WebhookDialect = {
  events: [...Object.values(nameOf), TEST],
  secrets: 'shared',
  headers: ({ eventId }) => ({ 'Idempotency-Key': eventId }),
  isFinal: () => false,
  tell(event, before) {
    const status = statusOf(event);
    if (before && statusOf(before) === status) return [];
    const { portfolioId } = viewSchema.parse(event.view);
    return [note(event.id, nameOf[status], { withdrawalId: event.dialectId, portfolioId, status })];
  },
  test: (id) => note(id, TEST, {}),
};
