import { braid } from './braid.js';
import { bultra } from './bultra.js';
import type { WebhookDialect } from './notification.js';
import { wealthkernel } from './wealthkernel.js';

/** How each dialect tells its subscribers of changes. */
export const webhookDialects: Readonly<Record<'wealthkernel' | 'bultra' | 'braid', WebhookDialect>> = { wealthkernel, bultra, braid };
