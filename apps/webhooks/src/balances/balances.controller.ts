import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { recordBalance } from '@sluice/contract-webhooks';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { newDelivery } from '../deliveries/delivery.js';
import { Dispatcher } from '../deliveries/dispatcher.js';
import { webhookDialects } from '../dialects/index.js';
import { Audiences } from '../subscriptions/audiences.js';
import { afterObservation, balanceEventId, isFrom, WalletBalancesRepository } from './wallet-balances.repository.js';

const dialect = 'braid';

/** The newest observation wins: it is stored first and sent then, so that observations that come together need not wait for each other. */
@Controller()
export class BalancesController {
  constructor(
    private readonly balances: WalletBalancesRepository,
    private readonly audiences: Audiences,
    private readonly dispatcher: Dispatcher,
    private readonly settings: TenantSettings,
  ) {}

  /** Without a subscription nothing is stored either. */
  @OnMessage(recordBalance)
  async record(message: Envelope<BodyOf<typeof recordBalance>>): Promise<void> {
    const { tenantId, traceparent, body } = message;
    const notification = webhookDialects[dialect].notificationOfBalance?.(balanceEventId(body), body);
    if (!notification) return;
    const now = await this.settings.now(tenantId);
    const subscribed = (await this.audiences.current(tenantId)).reachable(dialect, now).filter(({ state }) => state.events.includes(notification.type));
    if (subscribed.length === 0) return;
    const wallet = await this.balances.change(body.walletId, message, (current) => {
      const state = afterObservation(current?.state, body);
      return state && { state };
    });
    if (!wallet || !isFrom(wallet.state, body)) return;
    const occasion = { happenedAt: body.observedAt, traceparent };
    const older = subscribed.filter(({ state }) => new Date(state.createdAt) <= new Date(body.observedAt));
    await this.dispatcher.deliver(tenantId, older.map((subscription) => newDelivery(subscription, notification, occasion, now)));
  }
}
