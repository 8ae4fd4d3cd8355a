import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { FanOuts } from '../adapters/fan-outs.store.js';
import { EventLog } from '../events/event-log.js';
import { isChange, type LoggedEvent } from '../events/logged-event.js';
import { Announcements, type Occasion } from './announcements.js';
import { Notifications } from './notifications.js';

const PAGE = 50;

/**
 * Turns the event log into deliveries, in its order and without a gap: how far a tenant's log has been worked through is kept,
 * and moved on only after the deliveries are there. A delivery's id follows from event and subscription, so doing it twice does it once.
 */
@Injectable()
export class FanOut {
  constructor(
    private readonly log: EventLog,
    private readonly progress: FanOuts,
    private readonly notifications: Notifications,
    private readonly announcements: Announcements,
  ) {}

  /** Works through whatever the tenant's log has more than was worked through. */
  async catchUp(tenantId: string, cause: Cause): Promise<void> {
    for (let position = (await this.progress.find(tenantId))?.state.position ?? 0; ; ) {
      const events = await this.log.page({ tenantId, after: position, limit: PAGE });
      const last = events.at(-1);
      if (last === undefined) return;
      for (const event of events.filter(isChange)) await this.deliverAll(event, { ...cause, withdrawalId: event.withdrawalId });
      position = last.position;
      await this.moveOn(tenantId, position, cause);
    }
  }

  private async moveOn(tenantId: string, position: number, cause: Cause): Promise<void> {
    await this.progress.change(tenantId, { ...cause, withdrawalId: undefined }, (current) => ((current?.state.position ?? 0) >= position ? null : { state: { position } }));
  }

  private async deliverAll(event: LoggedEvent, cause: Cause): Promise<void> {
    const audience = await this.announcements.audience(event.tenantId, event.dialect);
    if (audience.length === 0) return;
    for (const notification of await this.notifications.of(event)) {
      await this.announcements.announce(audience, notification, occasionOf(event), cause);
    }
  }
}

export const occasionOf = ({ withdrawalId, at }: LoggedEvent): Occasion => ({ withdrawalId, happenedAt: at.toISOString() });
