import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listEvents } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { cursorAt, positionAt } from '../events/cursor.js';
import { EventLog } from '../events/event-log.js';
import type { LoggedEvent } from '../events/logged-event.js';

@Controller()
export class ListEventsHandler {
  constructor(private readonly log: EventLog) {}

  @OnRequest(listEvents)
  async handle({ tenantId, body }: Ask<typeof listEvents>): Promise<ReplyOf<typeof listEvents>> {
    const after = body.after === undefined ? 0 : positionAt(body.after);
    const events = await this.log.page({ tenantId, after, limit: body.limit, withdrawalId: body.withdrawalId });
    return { events: events.map(viewOf), nextCursor: cursorAt(events.at(-1)?.position ?? after) };
  }
}

const viewOf = ({ id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at }: LoggedEvent): ReplyOf<typeof listEvents>['events'][number] => ({
  id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at: at.toISOString(),
});
