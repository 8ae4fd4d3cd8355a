import { Controller } from '@nestjs/common';
import { deliverLeg } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage, RetryLater } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { ChainLegs } from '../adapters/chain-legs.store.js';
import { ApprovalQueue } from '../approval-queue.js';
import { hasEnded, keyOf, type ChainLeg } from '../chain-leg/chain-leg.js';
import { isQueueing, ordered, signatureLeft } from '../chain-leg/orders.js';
import { legOrderedBy } from './leg-ordered.js';

type Command = Envelope<BodyOf<typeof deliverLeg>>;

@Controller()
export class DeliverLegHandler {
  constructor(private readonly legs: ChainLegs, private readonly queue: ApprovalQueue, private readonly settings: TenantSettings) {}

  /** Stores what is to be done; the leg's own timer does it. */
  @OnMessage(deliverLeg)
  async handle(message: Command): Promise<void> {
    const { body, tenantId } = message;
    const attempts = await this.legs.attempts(body.legId, tenantId);
    const known = attempts.find(({ state }) => state.attempt === body.attempt);
    if (known) return this.legs.tellAgain(known);
    const earlier = attempts.filter(({ state }) => state.attempt < body.attempt).map(({ state }) => state);
    if (!earlier.every(hasEnded)) throw new RetryLater('An earlier attempt is still under way.');
    await this.open(message, earlier);
  }

  /** The place in the line is taken before the leg is there: an order of legs that came one after the other is kept. */
  private async open(message: Command, earlier: readonly ChainLeg[]): Promise<void> {
    const { body, tenantId } = message;
    const now = await this.settings.now(tenantId);
    const left = signatureLeft(earlier, body, now);
    const place = { tenantId, walletId: body.walletId, chain: body.chain };
    if (isQueueing(body, left)) await this.queue.join(place, keyOf(body));
    if (await this.legs.open(tenantId, ordered(legOrderedBy(message), left, now))) return;
    const meanwhile = await this.legs.find(keyOf(body));
    if (meanwhile === null) return;
    if (isOver(meanwhile)) await this.queue.giveUp(place, keyOf(body));
    await this.legs.tellAgain(meanwhile);
  }
}

const isOver = ({ state }: Versioned<ChainLeg>): boolean => hasEnded(state);
