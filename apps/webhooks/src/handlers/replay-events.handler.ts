import { Controller } from '@nestjs/common';
import { replayEvents, type ReplayView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Replays } from '../adapters/replays.store.js';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { Announcements } from '../delivery/announcements.js';
import { occasionOf } from '../delivery/fan-out.js';
import { Notifications } from '../delivery/notifications.js';
import type { LoggedEvent } from '../events/logged-event.js';
import { ChosenEvents } from '../replay/chosen-events.js';
import { replayViewOf } from '../replay/replay.js';
import type { Subscription } from '../subscription/subscription.js';

type Replaying = Ask<typeof replayEvents>;

/** What was told is told again under the same event ids; what was not, because nobody could be told then, is told now. */
@Controller()
export class ReplayEventsHandler {
  constructor(
    private readonly chosen: ChosenEvents,
    private readonly notifications: Notifications,
    private readonly announcements: Announcements,
    private readonly subscriptions: Subscriptions,
    private readonly replays: Replays,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(replayEvents)
  async handle(ask: Replaying): Promise<ReplayView> {
    const { id, ...choice } = ask.body;
    const known = await this.replays.find(id);
    if (known) return replayViewOf(known);
    const only = choice.subscriptionId === undefined ? undefined : await this.subscriptions.mine(choice.subscriptionId, ask.tenantId);
    let count = 0;
    for (const event of await this.chosen.of(ask.tenantId, ask.body)) count += await this.tellAgain(event, only, ask);
    const at = (await this.settings.now(ask.tenantId)).toISOString();
    const kept = await this.replays.change(id, ask, (current) => (current ? null : { state: { ...choice, count, at } }));
    if (!kept) throw new DomainError('not_found', 'There is no such replay.');
    return replayViewOf(kept);
  }

  private async tellAgain(event: LoggedEvent, only: Versioned<Subscription> | undefined, ask: Replaying): Promise<number> {
    const audience = (await this.announcements.audience(event.tenantId, event.dialect)).filter(({ id }) => only === undefined || id === only.id);
    let count = 0;
    for (const notification of audience.length === 0 ? [] : await this.notifications.of(event)) {
      count += await this.announcements.announceAgain(audience, notification, occasionOf(event), ask);
    }
    return count;
  }
}
