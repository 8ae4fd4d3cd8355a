import { Controller, type Type } from '@nestjs/common';
import { messageCheckRequest, MOST_FINDINGS, type ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Outbox } from '@sluice/persistence';

/** A sweep comes every two seconds: what has waited for so long is stuck. */
const STUCK_AFTER_MS = 60_000;

/** Every service answers for the messages that it has decided and not sent. What came in is the broker's until it is done or parked. */
export function messageCheckControllerOf(service: string): Type {
  const contract = messageCheckRequest(service);

  @Controller()
  class MessageCheckController {
    constructor(private readonly outbox: Outbox) {}

    @OnRequest(contract)
    async check({ tenantId }: Ask<typeof contract>): Promise<ReplyOf<typeof contract>> {
      const stuck = await this.outbox.stuck(tenantId, new Date(Date.now() - STUCK_AFTER_MS));
      return { findings: stuck.slice(0, MOST_FINDINGS).map((id) => ({ invariant: 12, text: `${service}: messages of ${id} wait in its outbox` })) };
    }
  }
  return MessageCheckController;
}
