import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listEvents } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { cursorAt, positionAt } from '../events/cursor.js';
import { EventLog } from '../events/event-log.js';
import { isChange, type LoggedEvent } from '../events/logged-event.js';

@Controller()
export class ListEventsHandler {
  constructor(private readonly log: EventLog) {}

  @OnRequest(listEvents)
  async handle({ tenantId, body }: Ask<typeof listEvents>): Promise<ReplyOf<typeof listEvents>> {
    const after = body.after === undefined ? 0 : positionAt(body.after);
    const entries = await this.log.page({ tenantId, after, limit: body.limit, withdrawalId: body.withdrawalId });
    const events = entries.filter(isChange).map((event) => eventOf(event, body.withdrawalId !== undefined));
    return { events, nextCursor: cursorAt(entries.at(-1)?.position ?? after) };
  }
}

const eventOf = ({ position: _, tenantId: __, view, at, ...rest }: LoggedEvent, isWhole: boolean): ReplyOf<typeof listEvents>['events'][number] => ({
  ...rest, ...(isWhole && view && { view }), at: at.toISOString(),
});
