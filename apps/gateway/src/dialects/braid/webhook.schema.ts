import type { SubscriptionView } from '@sluice/contract-webhooks';
import { braidEvents, braidTime } from '@sluice/dialect-words';
import { z } from 'zod';
import type { JsonObject } from '../../http/strict-json.js';
import { webhookUrl } from '../../http/webhook-url.js';
import { named } from './answer.schema.js';
import { read, required } from './fields.js';

const eventsSchema = z.array(z.enum(braidEvents)).min(1);

/** As it is described; it is read field by field. */
export const registrationOrderShape = z.object({ callbackUrl: webhookUrl, eventTypes: eventsSchema });
export type RegistrationOrder = z.output<typeof registrationOrderShape>;

/** @throws DomainError `validation_error` */
export function readRegistration(body: JsonObject | null): RegistrationOrder {
  const given = required(body, ['callbackUrl', 'eventTypes']);
  return {
    callbackUrl: read(webhookUrl, given.callbackUrl, 'validation_error', 'callbackUrl must be a URL.'),
    eventTypes: read(eventsSchema, given.eventTypes, 'validation_error', `eventTypes must name at least one of ${braidEvents.join(', ')}, and no other.`),
  };
}

const id = z.string().regex(/^wh_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

export const endpointShape = named('WebhookEndpoint', z.strictObject({ id, url: z.string(), events: z.array(z.enum(braidEvents)), createdAt: z.iso.datetime({ precision: 3 }) }));
type Endpoint = z.input<typeof endpointShape>;

/** The secret is shown here and never again. */
export const registeredShape = named('WebhookRegistration', endpointShape.extend({ secret: z.string().regex(/^[0-9a-f]{64}$/) }));
export const endpointListShape = named('WebhookEndpoints', z.strictObject({ endpoints: z.array(endpointShape) }));
export const unregisteredShape = named('WebhookDeletion', z.strictObject({ id, deleted: z.literal(true) }));

const isEvent = (name: string): name is Endpoint['events'][number] => braidEvents.some((event) => event === name);

export const endpointBody = ({ id: webhookId, url, events, createdAt }: SubscriptionView): Endpoint => ({ id: webhookId, url, events: events.filter(isEvent), createdAt: braidTime(createdAt) });
