import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { deliverLeg, recallPayoutLeg, voteOnLeg } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, Park, RetryLater, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Signer } from '../providers/signer.js';
import { ApprovalQueue } from './approval-queue.js';
import { hasEnded, keyOf, type ChainLeg } from './chain-leg.js';
import { closed, needsApprovalQueue, opened, reusableSignature, stopped, voted, type LegCommand, type LegIds } from './chain-leg.transitions.js';
import { ChainLegs } from './chain-legs.repository.js';

@Controller()
export class ChainPaymentsController {
  constructor(
    private readonly legs: ChainLegs,
    private readonly queue: ApprovalQueue,
    private readonly signer: Signer,
    private readonly settings: TenantSettings,
  ) {}

  /** Stores what is to be done; the leg's own timer does it. */
  @OnMessage(deliverLeg)
  async deliver(message: Envelope<BodyOf<typeof deliverLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const attempts = await this.legs.attempts(body.legId, tenantId);
    const known = attempts.find(({ state }) => state.attempt === body.attempt);
    if (known) return this.legs.sendLatestEvent(known);
    const earlier = attempts.filter(({ state }) => state.attempt < body.attempt).map(({ state }) => state);
    if (!earlier.every(hasEnded)) throw new RetryLater('An earlier attempt is still under way.');
    await this.open(message, earlier);
  }

  /** A leg that is already with the chain runs on; its end is answered when it comes. */
  @OnMessage(recallPayoutLeg)
  async recall(message: Envelope<BodyOf<typeof recallPayoutLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const now = await this.settings.now(tenantId);
    if (await this.legs.open(tenantId, closed(commandOf(message), now))) return;
    if (await this.legs.step(keyOf(body), (leg) => stopped(leg, now))) return;
    const leg = await this.legs.find(keyOf(body));
    if (leg && hasEnded(leg.state)) await this.legs.sendLatestEvent(leg);
  }

  /** The sandbox's stand-in for the customer's vote. It is stored; the leg's timer passes it on to the signer. */
  @OnRequest(voteOnLeg)
  async vote({ body: { legId, vote }, tenantId }: RequestMessage<typeof voteOnLeg>): Promise<ReplyOf<typeof voteOnLeg>> {
    const [latest] = await this.legs.attempts(legId, tenantId);
    if (latest === undefined || !this.signer.takesVotes) throw new DomainError('not_found', 'There is no such leg to vote on here.');
    const now = await this.settings.now(tenantId);
    await this.legs.step(latest.id, (leg) => voted(leg, vote, now));
    return { legId };
  }

  /** It joins the approval queue before it is stored: the order of legs that came one after the other is kept. */
  private async open(message: Envelope<BodyOf<typeof deliverLeg>>, earlier: readonly ChainLeg[]): Promise<void> {
    const { body, tenantId } = message;
    const now = await this.settings.now(tenantId);
    const signature = reusableSignature(earlier, body, now);
    const name = { tenantId, walletId: body.walletId, chain: body.chain };
    if (needsApprovalQueue(body, signature)) await this.queue.join(name, keyOf(body));
    if (await this.legs.open(tenantId, opened(commandOf(message), signature, now))) return;
    const meanwhile = await this.legs.find(keyOf(body));
    if (meanwhile === null) return;
    if (hasEnded(meanwhile.state)) await this.queue.remove(name, keyOf(body));
    await this.legs.sendLatestEvent(meanwhile);
  }
}

/** @throws Park when the command has no withdrawal or no reply address: no repetition can mend that. */
function commandOf<B extends LegIds>({ withdrawalId, replyTo, traceparent, dialect, body }: Envelope<B>): LegCommand<B> {
  if (withdrawalId === undefined || replyTo === undefined) throw new Park('A command about a leg without a withdrawal or a reply address.');
  return { withdrawalId, body, replyAddress: { replyTo, ...(traceparent && { traceparent }), ...(dialect && { dialect }) } };
}
