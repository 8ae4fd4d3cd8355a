import { Controller } from '@nestjs/common';
import { redeliver, type DeliveryView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { deliveryViewOf } from '../delivery/delivery.js';

@Controller()
export class RedeliverHandler {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(redeliver)
  async handle(ask: Ask<typeof redeliver>): Promise<DeliveryView> {
    const { id } = ask.body;
    await this.deliveries.mine(id, ask.tenantId);
    const now = await this.settings.now(ask.tenantId);
    const changed = await this.deliveries.change(id, ask, (current) => {
      if (!current || current.state.status === 'sending') throw new DomainError('invalid_status', 'It is being sent right now.');
      return { state: { ...current.state, status: 'waiting' }, dueAt: now };
    });
    if (!changed) throw new DomainError('not_found', 'There is no such delivery.');
    return deliveryViewOf(changed);
  }
}
