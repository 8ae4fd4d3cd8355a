import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { FanOuts } from '../adapters/fan-outs.store.js';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { webhookDialects } from '../dialects/index.js';
import type { Notification } from '../dialects/notification.js';
import { EventLog } from '../events/event-log.js';
import { idBefore, type LoggedEvent } from '../events/logged-event.js';
import { EventRecords } from '../ports/event-records.js';
import type { Subscription } from '../subscription/subscription.js';

const PAGE = 50;

/**
 * Turns the event log into deliveries, in its order and without a gap: how far a tenant's log has been worked through is kept,
 * and moved on only after the deliveries are there. A delivery's id follows from event and subscription, so doing it twice does it once.
 */
@Injectable()
export class FanOut {
  constructor(
    private readonly log: EventLog,
    private readonly records: EventRecords,
    private readonly progress: FanOuts,
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
  ) {}

  /** Works through whatever the tenant's log has more than was worked through. */
  async catchUp(tenantId: string, cause: Cause): Promise<void> {
    for (let position = (await this.progress.find(tenantId))?.state.position ?? 0; ; ) {
      const events = await this.log.page({ tenantId, after: position, limit: PAGE });
      const last = events.at(-1);
      if (last === undefined) return;
      for (const event of events) await this.deliverAll(event, { ...cause, withdrawalId: event.withdrawalId });
      position = last.position;
      await this.moveOn(tenantId, position, cause);
    }
  }

  private async moveOn(tenantId: string, position: number, cause: Cause): Promise<void> {
    await this.progress.change(tenantId, { ...cause, withdrawalId: undefined }, (current) => ((current?.state.position ?? 0) >= position ? null : { state: { position } }));
  }

  private async deliverAll(event: LoggedEvent, cause: Cause): Promise<void> {
    const dialect = webhookDialects[event.dialect];
    if (dialect === undefined) return;
    const subscriptions = (await this.subscriptions.ofTenant(event.tenantId, event.dialect)).filter(({ state }) => state.active);
    if (subscriptions.length === 0) return;
    const before = idBefore(event);
    const [previous = null] = before === null ? [] : await this.records.find([before]);
    for (const notification of dialect.tell(event, previous)) {
      const wanting = subscriptions.filter(({ state }) => state.events.includes(notification.type));
      for (const subscription of wanting) await this.deliver(event, notification, subscription, cause);
    }
  }

  private async deliver(event: LoggedEvent, notification: Notification, { id: subscriptionId, state: { url } }: Versioned<Subscription>, cause: Cause): Promise<void> {
    const now = await this.settings.now(event.tenantId);
    await this.deliveries.change(idFrom('delivery', subscriptionId, notification.eventId), cause, (current) => current ? null : {
      dueAt: now,
      state: { ...notification, dialect: event.dialect, subscriptionId, withdrawalId: event.withdrawalId, url, status: 'waiting', attempts: [], createdAt: now.toISOString() },
    });
  }
}
