import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { recordChange } from '@sluice/contract-webhooks';
import { OnMessage, Park } from '@sluice/messaging';
import { FanOut } from '../delivery/fan-out.js';
import { EventLog } from '../events/event-log.js';
import { eventIdOf } from '../events/logged-event.js';

@Controller()
export class RecordChangeHandler {
  constructor(
    private readonly log: EventLog,
    private readonly fanOut: FanOut,
  ) {}

  @OnMessage(recordChange)
  async handle(message: Envelope<BodyOf<typeof recordChange>>): Promise<void> {
    const { tenantId, body } = message;
    const { withdrawalId, sequence, at } = body;
    const recorded = await this.log.record({ ...body, id: eventIdOf(withdrawalId, sequence), tenantId, at: new Date(at) });
    if (recorded === 'conflicting') throw new Park('a change that contradicts the event log');
    await this.fanOut.catchUp(tenantId, message);
  }
}
