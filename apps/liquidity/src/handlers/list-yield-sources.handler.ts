import { Controller } from '@nestjs/common';
import { listYieldSources } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { yieldSources } from '../planner/yield-sources.js';

@Controller()
export class ListYieldSourcesHandler {
  @OnRequest(listYieldSources)
  handle(_: Ask<typeof listYieldSources>): Promise<ReplyOf<typeof listYieldSources>> {
    return Promise.resolve({ sources: yieldSources.map(({ windowSeconds: __, ...source }) => source) });
  }
}
