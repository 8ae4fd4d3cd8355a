import { holdSchema, phaseSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import type { Observation } from '../balances/wallet-balances.repository.js';
import type { KnownChange } from '../event-log/logged-event.js';

/** The canonical state in a change, which travels as text. */
export const stateSchema = z.object({ phase: phaseSchema, hold: holdSchema });

/** What one subscription is sent about one change. */
export interface Notification {
  /** The dialect's event id: the same at every try. */
  readonly eventId: string;
  /** The dialect's event name, as subscribed to. */
  readonly type: string;
  /** The raw body that is signed and sent. */
  readonly body: string;
}

/** How one dialect notifies of changes. */
export interface WebhookDialect {
  /** Every event name there is. */
  readonly events: readonly string[];
  /** Whose secrets sign: each subscription's own, or those that all of a tenant's subscriptions share. */
  readonly secrets: 'own' | 'shared';
  /** Headers besides the signature. */
  headers(notification: Notification): Readonly<Record<string, string>>;
  /** Whether an answer that is no 2xx is final: not tried again. */
  isFinal(status: number): boolean;
  /** The notifications of a change, given the one before it (null: it is the first). One for each change of status, none without. */
  notificationsOf(event: KnownChange, before: KnownChange | null): readonly Notification[];
  /** The notification of a wallet's new balance. `id` is a UUID of this change alone. */
  notificationOfBalance?(id: string, observation: Observation): Notification;
  /** A test of the endpoint, where the dialect has one. `id` is a UUID of this test alone. */
  test?(id: string): Notification;
}
