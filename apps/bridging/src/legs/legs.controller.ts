import { Controller } from '@nestjs/common';
import { bridgeLeg, recallLeg, recognizeTransfer } from '@sluice/contract-bridging';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { OnMessage, OnRequest, Park, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { bridgingCommanded, legKeyOf, recallCommanded, type Leg, type ReplyAddress } from './leg.js';
import { answerCause, Legs } from './legs.repository.js';
import { OwnTransfers } from './own-transfers.http.js';

@Controller()
export class LegsController {
  constructor(private readonly legs: Legs, private readonly ownTransfers: OwnTransfers, private readonly settings: TenantSettings) {}

  /** Stores what is to be done; the leg's own timer does it. */
  @OnMessage(bridgeLeg)
  async bridge(message: Envelope<BodyOf<typeof bridgeLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const replyAddress = replyAddressOf(message);
    const now = await this.settings.now(tenantId);
    await this.legs.change(legKeyOf(body), answerCause({ ...body, replyAddress }, tenantId), (current) => bridgingCommanded(legFor(message, current), body, replyAddress, now));
  }

  @OnMessage(recallLeg)
  async recall(message: Envelope<BodyOf<typeof recallLeg>>): Promise<void> {
    const { body, tenantId } = message;
    const replyAddress = replyAddressOf(message);
    const now = await this.settings.now(tenantId);
    await this.legs.change(legKeyOf(body), answerCause({ ...body, replyAddress }, tenantId), (current) => recallCommanded(legFor(message, current), body, replyAddress, now));
  }

  @OnRequest(recognizeTransfer)
  async recognizeTransfer({ body }: RequestMessage<typeof recognizeTransfer>): Promise<ReplyOf<typeof recognizeTransfer>> {
    return { isOwn: await this.ownTransfers.recognizes(body) };
  }
}

/** Where the answer goes. @throws Park when there is no reply address: no repetition can mend that. */
function replyAddressOf({ type, replyTo, withdrawalId, traceparent, dialect }: Envelope): ReplyAddress {
  if (replyTo === undefined) throw new Park(`${type} without a reply address.`);
  return { replyTo, ...(withdrawalId === undefined ? {} : { withdrawalId }), ...(traceparent === undefined ? {} : { traceparent }), ...(dialect === undefined ? {} : { dialect }) };
}

/** The leg as the sender may see it: a tenant's command never touches another's. */
function legFor({ type, tenantId }: Envelope, current: Versioned<Leg> | null): Leg | null {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's leg.`);
  return current?.state ?? null;
}
