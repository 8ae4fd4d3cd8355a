import { Controller } from '@nestjs/common';
import { deliver } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage, RetryLater } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { isOver } from '../delivery/delivery.js';
import { orderDelivery, roundOf } from '../delivery/orders.js';
import { Payees } from '../payees/payees.js';
import { inNameOf, orderedBy } from './ordered.js';

@Controller()
export class DeliverHandler {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly payees: Payees,
    private readonly settings: TenantSettings,
  ) {}

  /** Stores what is to be done; the delivery's own timer does it. */
  @OnMessage(deliver)
  async handle(message: Envelope<BodyOf<typeof deliver>>): Promise<void> {
    const order = orderedBy(message);
    const to = await this.payees.paymentTo(message.body.destination, message.tenantId);
    const now = await this.settings.now(message.tenantId);
    await this.deliveries.change(order.withdrawalId, inNameOf(order, message.tenantId), (current) => {
      if (current && roundOf(order.legs) > current.state.round && !isOver(current.state)) throw new RetryLater('An earlier attempt is still under way.');
      return orderDelivery(current?.state ?? null, order, to, now);
    });
  }
}
