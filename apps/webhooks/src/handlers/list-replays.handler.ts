import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listReplays } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Replays } from '../adapters/replays.store.js';
import { replayViewOf } from '../replay/replay.js';

@Controller()
export class ListReplaysHandler {
  constructor(private readonly replays: Replays) {}

  @OnRequest(listReplays)
  async handle({ tenantId, body }: Ask<typeof listReplays>): Promise<ReplyOf<typeof listReplays>> {
    return { replays: (await this.replays.findWhere({ tenantId }, { sort: { at: -1, _id: -1 }, limit: body.limit })).map(replayViewOf) };
  }
}
