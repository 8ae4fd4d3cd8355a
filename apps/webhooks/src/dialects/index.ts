import { braid } from './braid.js';
import { bultra } from './bultra.js';
import type { WebhookDialect } from './dialect.js';
import { wealthkernel } from './wealthkernel.js';

/** How each dialect notifies its subscribers. */
export const webhookDialects: Readonly<Record<'wealthkernel' | 'bultra' | 'braid', WebhookDialect>> = { wealthkernel, bultra, braid };
