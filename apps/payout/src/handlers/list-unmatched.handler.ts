import { Controller } from '@nestjs/common';
import { listUnmatched } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { UnmatchedCallbacks } from '../adapters/unmatched-callbacks.store.js';
import { keptPage } from './kept-page.js';

@Controller()
export class ListUnmatchedHandler {
  constructor(private readonly unmatched: UnmatchedCallbacks) {}

  @OnRequest(listUnmatched)
  async handle({ tenantId, body }: Ask<typeof listUnmatched>): Promise<ReplyOf<typeof listUnmatched>> {
    const { found, hasMore } = await keptPage(this.unmatched, tenantId, body);
    return { callbacks: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}
