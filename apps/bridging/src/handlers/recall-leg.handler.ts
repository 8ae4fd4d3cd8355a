import { Controller } from '@nestjs/common';
import { recallLeg } from '@sluice/contract-bridging';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { answerCause, Legs } from '../adapters/legs.store.js';
import { legKeyOf } from '../legs/leg.js';
import { recallCommanded } from '../legs/leg-orders.js';
import { replyAddressOf, legFor } from './leg-command.js';

@Controller()
export class RecallLegHandler {
  constructor(private readonly legs: Legs, private readonly settings: TenantSettings) {}

  @OnMessage(recallLeg)
  async handle(message: Envelope<BodyOf<typeof recallLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const asker = replyAddressOf(message);
    const now = await this.settings.now(tenantId);
    await this.legs.change(legKeyOf(body), answerCause({ ...body, asker }, tenantId), (current) => recallCommanded(legFor(message, current), body, asker, now));
  }
}
