import { Controller } from '@nestjs/common';
import { recallPayoutLeg } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ChainLegs } from '../adapters/chain-legs.store.js';
import { hasEnded, keyOf } from '../chain-leg/chain-leg.js';
import { closed, stopped } from '../chain-leg/orders.js';
import { legOrderedBy } from './leg-ordered.js';

@Controller()
export class RecallPayoutLegHandler {
  constructor(private readonly legs: ChainLegs, private readonly settings: TenantSettings) {}

  /** A leg that is already with the chain runs on; its end is answered when it comes. */
  @OnMessage(recallPayoutLeg)
  async handle(message: Envelope<BodyOf<typeof recallPayoutLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const now = await this.settings.now(tenantId);
    if (await this.legs.open(tenantId, closed(legOrderedBy(message), now))) return;
    if (await this.legs.step(keyOf(body), (leg) => stopped(leg, now))) return;
    const leg = await this.legs.find(keyOf(body));
    if (leg && hasEnded(leg.state)) await this.legs.tellAgain(leg);
  }
}
