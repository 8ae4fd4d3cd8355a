import { Controller } from '@nestjs/common';
import { cancelDelivery } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { orderCancellation } from '../delivery/orders.js';
import { inNameOf, orderedBy } from './ordered.js';

@Controller()
export class CancelDeliveryHandler {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
  ) {}

  @OnMessage(cancelDelivery)
  async handle(message: Envelope<BodyOf<typeof cancelDelivery>>): Promise<void> {
    const order = orderedBy(message);
    const now = await this.settings.now(message.tenantId);
    await this.deliveries.change(order.withdrawalId, inNameOf(order, message.tenantId), (current) => orderCancellation(current?.state ?? null, order, now));
  }
}
