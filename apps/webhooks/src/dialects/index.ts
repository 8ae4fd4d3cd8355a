import { bultra } from './bultra.js';
import type { WebhookDialect } from './notification.js';

/** The dialects whose clients can subscribe. */
export const webhookDialects: Readonly<Record<string, WebhookDialect | undefined>> = { bultra };
