import { Controller } from '@nestjs/common';
import { recallLeg } from '@sluice/contract-bridging';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { answering, Legs } from '../adapters/legs.store.js';
import { legKeyOf } from '../legs/leg.js';
import { orderRecall } from '../legs/leg-orders.js';
import { askerOf, legFor } from './leg-command.js';

@Controller()
export class RecallLegHandler {
  constructor(private readonly legs: Legs, private readonly settings: TenantSettings) {}

  @OnMessage(recallLeg)
  async handle(message: Envelope<BodyOf<typeof recallLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const asker = askerOf(message);
    const now = await this.settings.now(tenantId);
    await this.legs.change(legKeyOf(body), answering({ ...body, asker }, tenantId), (current) => orderRecall(legFor(message, current), body, asker, now));
  }
}
