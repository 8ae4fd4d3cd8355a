import { Controller } from '@nestjs/common';
import { spendGroup } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { Park, OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Legs } from '../adapters/legs.store.js';
import { Samples } from '../adapters/samples.store.js';
import { Wallets } from '../adapters/wallets.store.js';
import { publishedTime } from '../estimates/published.js';
import { ownedBy } from '../reservation/reserving.js';
import { answerToSpending, transfersOf } from '../sourcing/answers.js';
import { legKeyOf, sourceIdsOf, type Leg } from '../sourcing/leg.js';
import { spentLeg } from '../sourcing/steps.js';
import { spent } from '../wallet/claims.js';

type Message = Envelope<BodyOf<typeof spendGroup>>;

@Controller()
export class SpendGroupHandler {
  constructor(private readonly legs: Legs, private readonly wallets: Wallets, private readonly samples: Samples, private readonly settings: TenantSettings) {}

  @OnMessage(spendGroup)
  async handle(message: Message): Promise<void> {
    const legKey = legKeyOf(message.body);
    const leg = await this.legs.change(legKey, message, (current) => {
      if (current === null) throw new Park('spend-group for a leg that was never sourced');
      const state = spentLeg(ownedBy(message, current).state);
      return state === current.state ? null : { state };
    });
    if (leg?.state.status === 'spent') await this.take(leg.state, message);
    await this.legs.change(legKey, message, (current) => current && { send: [answerToSpending(current.state)] });
  }

  private async take(leg: Leg, message: Message): Promise<void> {
    const ids = sourceIdsOf(leg);
    await this.wallets.change(leg.walletId, message, (current) =>
      (current?.state.claims.some(({ id }) => ids.includes(id)) ? { state: spent(current.state, ids) } : null));
    await this.noteDurations(leg, message);
  }

  /**
   * Only the time from sourced to spent is known here: on one chain it is that of paying out, otherwise bridging and paying
   * out together, of which the usual time of paying out is taken off. Votes of customers say nothing about the system.
   */
  private async noteDurations(leg: Leg, message: Message): Promise<void> {
    const wallet = await this.wallets.required(message.tenantId, leg.walletId);
    if (leg.destinationChain === null || leg.sourcedAt === undefined || wallet.state.approvalPolicy === 'customer') return;
    const now = (await this.settings.now(message.tenantId)).toISOString();
    const [transfer] = transfersOf(leg);
    if (transfer === undefined) {
      return this.samples.note(legKeyOf(leg), { step: 'payout_transfer_and_finality', where: leg.destinationChain }, leg.sourcedAt, now, message);
    }
    const { p50 } = publishedTime('payout_transfer_and_finality', 0, leg.destinationChain);
    const from = new Date(Date.parse(leg.sourcedAt) + p50 * 1_000).toISOString();
    await this.samples.note(legKeyOf(leg), { step: 'bridge_cctp', where: transfer.fromChain }, from, now, message);
  }
}
