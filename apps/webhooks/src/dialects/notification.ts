import type { LoggedEvent } from '../events/logged-event.js';
import type { Observation } from '../balance/wallet-balance.js';

/** What one subscription is told of one change. */
export interface Notification {
  /** The dialect's event id: the same at every try. */
  readonly eventId: string;
  /** The dialect's event name, as subscribed to. */
  readonly type: string;
  /** The raw body that is signed and sent. */
  readonly body: string;
}

/** How one dialect speaks of changes. */
export interface WebhookDialect {
  /** Every event name there is. */
  readonly events: readonly string[];
  /** Whose secrets sign: each subscription's own, or those that all of a tenant's subscriptions share. */
  readonly secrets: 'own' | 'shared';
  /** Headers besides the signature. */
  headers(notification: Notification): Readonly<Record<string, string>>;
  /** Whether an answer ends the matter for good though it is no 2xx. */
  isFinal(status: number): boolean;
  /** What a change is worth telling, given the one before it (null: it is the first). One notification per change of status, none without. */
  tell(event: LoggedEvent, before: LoggedEvent | null): readonly Notification[];
  /** What a change of a wallet's balance is worth telling. `id` is a UUID of this change alone. */
  tellBalance?(id: string, observation: Observation): Notification;
  /** A test of the endpoint, where the dialect has one. `id` is a UUID of this test alone. */
  test?(id: string): Notification;
}
