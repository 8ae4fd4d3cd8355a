import { Controller } from '@nestjs/common';
import { listUnmatched } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { newestFirst } from '@sluice/persistence';
import { UnmatchedCallbacks } from '../adapters/unmatched-callbacks.store.js';

@Controller()
export class ListUnmatchedHandler {
  constructor(private readonly unmatched: UnmatchedCallbacks) {}

  @OnRequest(listUnmatched)
  async handle({ tenantId, body }: Ask<typeof listUnmatched>): Promise<ReplyOf<typeof listUnmatched>> {
    const { found, hasMore } = await newestFirst(this.unmatched, tenantId, 'firstAt', body);
    return { callbacks: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}
