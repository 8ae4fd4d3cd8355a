import { Controller } from '@nestjs/common';
import { deliver } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage, RetryLater } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Counterparties } from '../adapters/counterparties.store.js';
import { Deliveries } from '../adapters/deliveries.store.js';
import { creditorFor } from '../counterparty/creditor.js';
import { isOver, type Payment } from '../delivery/delivery.js';
import { orderDelivery, roundOf, type Impossible } from '../delivery/orders.js';
import { inNameOf, orderedBy } from './ordered.js';

type Destination = BodyOf<typeof deliver>['destination'];

@Controller()
export class DeliverHandler {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly counterparties: Counterparties,
    private readonly settings: TenantSettings,
  ) {}

  /** Stores what is to be done; the delivery's own timer does it. */
  @OnMessage(deliver)
  async handle(message: Envelope<BodyOf<typeof deliver>>): Promise<void> {
    const order = orderedBy(message);
    const to = await this.paymentTo(message.body.destination, message.tenantId);
    const now = await this.settings.now(message.tenantId);
    await this.deliveries.change(order.withdrawalId, inNameOf(order, message.tenantId), (current) => {
      if (current && roundOf(order.legs) > current.state.round && !isOver(current.state)) throw new RetryLater('An earlier attempt is still under way.');
      return orderDelivery(current?.state ?? null, order, to, now);
    });
  }

  /** It was checked when it was accepted; what has changed since ends the delivery before anything is sent. */
  private async paymentTo({ counterpartyId, rail, reference }: Destination, tenantId: string): Promise<Payment | Impossible> {
    const counterparty = await this.counterparties.find(counterpartyId);
    if (counterparty?.tenantId !== tenantId) return { reason: 'counterparty_not_found' };
    if (counterparty.state.status !== 'APPROVED') return { reason: 'counterparty_not_approved' };
    if (!counterparty.state.supportedRails.includes(rail)) return { reason: 'rail_not_supported' };
    const creditor = { ...creditorFor(counterparty.state, rail), type: counterparty.state.type };
    return { rail, counterpartyId, creditor, ...(reference === undefined ? {} : { reference }) };
  }
}
