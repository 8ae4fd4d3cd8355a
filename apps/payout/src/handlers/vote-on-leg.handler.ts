import { Controller } from '@nestjs/common';
import { voteOnLeg } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ChainLegs } from '../adapters/chain-legs.store.js';
import { voted } from '../chain-leg/orders.js';
import { Signer } from '../providers/signer.js';

@Controller()
export class VoteOnLegHandler {
  constructor(private readonly legs: ChainLegs, private readonly signer: Signer, private readonly settings: TenantSettings) {}

  /** The vote is stored; the leg passes it on to the signer. */
  @OnRequest(voteOnLeg)
  async handle({ body: { legId, vote }, tenantId }: Ask<typeof voteOnLeg>): Promise<ReplyOf<typeof voteOnLeg>> {
    const [latest] = await this.legs.attempts(legId, tenantId);
    if (latest === undefined || !this.signer.takesVotes) throw new DomainError('not_found', 'There is no such leg to vote on here.');
    const now = await this.settings.now(tenantId);
    await this.legs.step(latest.id, (leg) => voted(leg, vote, now));
    return { legId };
  }
}
