import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import type { Notification } from '../dialects/notification.js';
import type { Subscription } from '../subscription/subscription.js';
import { SigningSecrets } from './signing-secrets.js';

/** What a notification is about, besides what it says. `happenedAt`: ISO 8601. */
export interface Occasion {
  readonly happenedAt: string;
  readonly withdrawalId?: string | undefined;
}

export const deliveryIdOf = (subscriptionId: string, { eventId }: Notification): string => idFrom('delivery', subscriptionId, eventId);

/** Puts notifications on their way. A delivery's id follows from event and subscription, so doing it twice does it once. */
@Injectable()
export class Announcements {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
    private readonly secrets: SigningSecrets,
  ) {}

  /** Those who can be told anything: not disabled, and with a secret to sign with. */
  async audience(tenantId: string, dialect: Subscription['dialect']): Promise<Versioned<Subscription>[]> {
    const active = (await this.subscriptions.ofTenant(tenantId, dialect)).filter(({ state }) => state.active);
    const signed = await Promise.all(active.map(async (one) => (await this.secrets.of(one)).length > 0));
    return active.filter((_, index) => signed[index]);
  }

  /** To each of the audience that wants to hear of it. */
  async announce(audience: readonly Versioned<Subscription>[], notification: Notification, occasion: Occasion, cause: Cause): Promise<void> {
    const wanting = audience.filter(({ state }) => state.events.includes(notification.type));
    for (const subscription of wanting) await this.deliver(subscription, notification, occasion, cause);
  }

  /** The same once more, whatever came of it the first time; what is being sent at this moment is not sent beside itself. @returns how many are on their way again */
  async announceAgain(audience: readonly Versioned<Subscription>[], notification: Notification, occasion: Occasion, cause: Cause): Promise<number> {
    const wanting = audience.filter(({ state }) => state.events.includes(notification.type));
    for (const subscription of wanting) {
      await this.deliver(subscription, notification, occasion, cause);
      await this.resume(deliveryIdOf(subscription.id, notification), cause);
    }
    return wanting.length;
  }

  private async resume(id: string, cause: Cause): Promise<void> {
    await this.deliveries.change(id, cause, async (current) => {
      if (!current || current.state.status === 'sending' || current.state.status === 'waiting') return null;
      return { state: { ...current.state, status: 'waiting' }, dueAt: await this.settings.now(current.tenantId) };
    });
  }

  async deliver({ id: subscriptionId, tenantId, state: { url, dialect } }: Versioned<Subscription>, notification: Notification, occasion: Occasion, cause: Cause): Promise<void> {
    const now = await this.settings.now(tenantId);
    await this.deliveries.change(deliveryIdOf(subscriptionId, notification), cause, (current) => current ? null : {
      dueAt: now,
      state: { ...notification, ...occasion, dialect, subscriptionId, url, status: 'waiting', attempts: [], createdAt: now.toISOString() },
    });
  }
}
