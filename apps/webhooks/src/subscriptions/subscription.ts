import { timeSchema } from '@sluice/contract-kit';
import { subscriptionViewSchema, type SubscriptionView } from '@sluice/contract-webhooks';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { sealedSecretSchema } from '../secrets/sealed-secret.js';

export const subscriptionSchema = subscriptionViewSchema.omit({ id: true }).extend({
  /** Its own, where the dialect signs by subscription. */
  secret: sealedSecretSchema.optional(),
  /** Tries that failed since the last that did not, and when the first of them did; too many for too long disable it. */
  failures: z.int().min(0),
  failingSince: timeSchema.optional(),
  /** How often it was disabled: numbers what operators are told of it. */
  disablings: z.int().min(0).default(0),
  deletedAt: z.string().optional(),
});
export type Subscription = z.output<typeof subscriptionSchema>;

export const subscriptionViewOf = ({ id, state: { dialect, url, events, active, disabledAt, createdAt } }: Versioned<Subscription>): SubscriptionView => ({
  id, dialect, url, events, active, createdAt, ...(disabledAt !== undefined && { disabledAt }),
});
