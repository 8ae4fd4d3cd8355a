import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { recordNotice } from '@sluice/contract-webhooks';
import { OnMessage, Park } from '@sluice/messaging';
import { EventLog } from '../events/event-log.js';
import { eventIdOf } from '../events/logged-event.js';

/** Puts what operators are told into the log, once however often it comes. Subscribers are told nothing of it, so no deliveries are made. */
@Controller()
export class RecordNoticeHandler {
  constructor(private readonly log: EventLog) {}

  @OnMessage(recordNotice)
  async handle({ tenantId, body }: Envelope<BodyOf<typeof recordNotice>>): Promise<void> {
    const { subscriptionId, sequence, at } = body;
    const recorded = await this.log.record({ ...body, id: eventIdOf(subscriptionId, sequence), tenantId, at: new Date(at) });
    if (recorded === 'conflicting') throw new Park('a notice that contradicts the event log');
  }
}
