import { Controller } from '@nestjs/common';
import { bridgeLeg } from '@sluice/contract-bridging';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { answerCause, Legs } from '../adapters/legs.store.js';
import { legKeyOf } from '../legs/leg.js';
import { bridgingCommanded } from '../legs/leg-orders.js';
import { replyAddressOf, legFor } from './leg-command.js';

@Controller()
export class BridgeLegHandler {
  constructor(private readonly legs: Legs, private readonly settings: TenantSettings) {}

  /** Stores what is to be done; the leg's own timer does it. */
  @OnMessage(bridgeLeg)
  async handle(message: Envelope<BodyOf<typeof bridgeLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const asker = replyAddressOf(message);
    const now = await this.settings.now(tenantId);
    await this.legs.change(legKeyOf(body), answerCause({ ...body, asker }, tenantId), (current) => bridgingCommanded(legFor(message, current), body, asker, now));
  }
}
