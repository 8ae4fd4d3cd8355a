import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listReplays, replayEvents, type ReplayView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Announcements } from '../deliveries/announcements.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { Dispatcher } from '../deliveries/dispatcher.js';
import { EventLog } from '../event-log/event-log.js';
import { Audiences } from '../subscriptions/audiences.js';
import { SubscriptionsRepository } from '../subscriptions/subscriptions.repository.js';
import { ChosenEvents } from './chosen-events.js';
import { ReplaysRepository, replayViewOf } from './replays.repository.js';

/** What was sent is sent again under the same event ids; what was not, because nobody could be reached then, is sent now. */
@Controller()
export class ReplaysController {
  constructor(
    private readonly chosen: ChosenEvents,
    private readonly log: EventLog,
    private readonly audiences: Audiences,
    private readonly announcements: Announcements,
    private readonly deliveries: DeliveriesRepository,
    private readonly dispatcher: Dispatcher,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly replays: ReplaysRepository,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(replayEvents)
  async replay(request: RequestMessage<typeof replayEvents>): Promise<ReplayView> {
    const { id, ...choice } = request.body;
    const known = await this.replays.find(id);
    if (known) return replayViewOf(known);
    if (choice.subscriptionId !== undefined) await this.subscriptions.ofTenant(choice.subscriptionId, request.tenantId);
    const count = await this.sendAgain(request);
    const at = (await this.settings.now(request.tenantId)).toISOString();
    const stored = await this.replays.change(id, request, (current) => (current ? null : { state: { ...choice, count, at } }));
    if (!stored) throw new DomainError('not_found', 'There is no such replay.');
    return replayViewOf(stored);
  }

  @OnRequest(listReplays)
  async list({ tenantId, body }: RequestMessage<typeof listReplays>): Promise<ReplyOf<typeof listReplays>> {
    const { found, hasMore } = await this.replays.page(tenantId, { by: 'at' }, body);
    return { replays: found.map(replayViewOf), hasMore };
  }

  /** What is on its way already counts, and is not sent beside itself. @returns how many deliveries are on their way */
  private async sendAgain({ tenantId, traceparent, body }: RequestMessage<typeof replayEvents>): Promise<number> {
    const events = await this.chosen.of(tenantId, body);
    if (events.length === 0) return 0;
    const audience = await this.audiences.current(tenantId);
    const now = await this.settings.now(tenantId);
    const all = (await this.log.changesAmong(events)).flatMap((change) => this.announcements.deliveriesOf({ ...change, traceparent }, audience, now));
    const chosen = all.map(({ delivery }) => delivery).filter(({ state }) => body.subscriptionId === undefined || state.subscriptionId === body.subscriptionId);
    if (chosen.length === 0) return 0;
    await this.dispatcher.deliver(tenantId, chosen);
    await this.deliveries.resume(chosen.map(({ id }) => id), now);
    await this.dispatcher.resume(tenantId, [...new Set(chosen.map(({ state }) => state.subscriptionId))]);
    return chosen.length;
  }
}
