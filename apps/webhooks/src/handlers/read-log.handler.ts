import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { readLog } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { cursorAt, positionAt } from '../events/cursor.js';
import { EventLog } from '../events/event-log.js';

@Controller()
export class ReadLogHandler {
  constructor(private readonly log: EventLog) {}

  @OnRequest(readLog)
  async handle({ tenantId, body }: Ask<typeof readLog>): Promise<ReplyOf<typeof readLog>> {
    const after = body.after === undefined ? 0 : positionAt(body.after);
    const entries = await this.log.page({ tenantId, after, limit: body.limit, withdrawalId: body.withdrawalId });
    return { entries: entries.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })), nextCursor: cursorAt(entries.at(-1)?.position ?? after) };
  }
}
