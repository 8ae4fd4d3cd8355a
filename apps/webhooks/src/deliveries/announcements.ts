import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TenantSettings } from '@sluice/persistence';
import { ZodError } from 'zod';
import type { Notification } from '../dialects/dialect.js';
import { webhookDialects } from '../dialects/index.js';
import { EventLog, type LoggedBatch, type LoggedChange } from '../event-log/event-log.js';
import { Audiences, type Audience } from '../subscriptions/audiences.js';
import { newDelivery, type StoredDelivery } from './delivery.js';
import { Dispatcher } from './dispatcher.js';

/** Makes deliveries of what is logged. A delivery's id follows from event and subscription, so doing it twice does it once. */
@Injectable()
export class Announcements implements OnModuleInit {
  private readonly logger = new Logger(Announcements.name);

  constructor(
    private readonly log: EventLog,
    private readonly audiences: Audiences,
    private readonly dispatcher: Dispatcher,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.log.onLogged((batch) => this.announce(batch));
  }

  /** To each subscription to such events that is not younger than they are. */
  async announce({ tenantId, audienceRevision, changes }: LoggedBatch): Promise<void> {
    const audience = await this.audiences.at(tenantId, audienceRevision);
    if (audience.isEmpty) return;
    const now = await this.settings.now(tenantId);
    const deliveries = changes.flatMap((change) => this.deliveriesOf(change, audience, now).filter(({ isOlder }) => !isOlder).map(({ delivery }) => delivery));
    await this.dispatcher.deliver(tenantId, deliveries);
  }

  /** The deliveries of a change to every subscription of the audience. `isOlder`: the subscription was made after it. */
  deliveriesOf(change: LoggedChange, audience: Audience, now: Date): { delivery: StoredDelivery; isOlder: boolean }[] {
    const { event, traceparent } = change;
    const reachable = audience.reachable(event.dialect, now);
    if (reachable.length === 0) return [];
    const occasion = { withdrawalId: event.withdrawalId, happenedAt: event.at.toISOString(), traceparent };
    return this.notificationsOf(change).flatMap((notification) => reachable
      .filter(({ state }) => state.events.includes(notification.type))
      .map((subscription) => ({ delivery: newDelivery(subscription, notification, occasion, now), isOlder: event.at < new Date(subscription.state.createdAt) })));
  }

  /** A change that its dialect cannot express raises an alarm and is skipped, since all others of the tenant come after it; a replay can send it later. */
  private notificationsOf({ event, previous }: LoggedChange): readonly Notification[] {
    try {
      return webhookDialects[event.dialect].notificationsOf(event, previous);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      this.logger.error({ eventId: event.id, tenantId: event.tenantId, problem: error.message }, 'an event that cannot be expressed in its dialect');
      return [];
    }
  }
}
