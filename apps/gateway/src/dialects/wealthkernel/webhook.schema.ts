import type { SecretView, SubscriptionView } from '@sluice/contract-webhooks';
import { wealthkernelEvents } from '@sluice/dialect-words';
import { z } from 'zod';
import { webhookUrl } from '../../http/webhook-url.js';
import { named } from './answer.schema.js';
import { time } from './mapping.js';

const eventSchema = z.enum(wealthkernelEvents);

/** Absent event types: all there are. */
export const subscriptionSchema = z.object({ url: webhookUrl, eventTypes: z.array(eventSchema).min(1, 'must name at least one').nullish() });

const timeShape = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/).meta({ format: 'date-time' });
const idWith = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[a-z2-7]{14}$`));

/** Inactive: it did nothing but fail, and is told nothing any more. */
export const subscriptionShape = named('WebhookSubscription', z.strictObject({
  id: idWith('whsub-'), url: z.string(), eventTypes: z.array(z.string()), status: z.enum(['Active', 'Inactive']), createdAt: timeShape,
}));
export type Subscription = z.output<typeof subscriptionShape>;
export const subscriptionListShape = named('WebhookSubscriptions', z.array(subscriptionShape));

export const secretShape = named('WebhookSecret', z.strictObject({ id: idWith('whsec-'), createdAt: timeShape, expiresAt: timeShape }));
/** The secret is shown here and never again. */
export const madeSecretShape = named('NewWebhookSecret', secretShape.extend({ secret: z.base64() }));
export const secretListShape = named('WebhookSecrets', z.array(secretShape));

export const subscriptionBody = ({ id, url, events, active, createdAt }: SubscriptionView): Subscription => ({
  id, url, eventTypes: events, status: active ? 'Active' : 'Inactive', createdAt: time(createdAt),
});

export const secretBody = ({ id, createdAt, expiresAt }: SecretView) => ({ id, createdAt: time(createdAt), expiresAt: time(expiresAt) });
