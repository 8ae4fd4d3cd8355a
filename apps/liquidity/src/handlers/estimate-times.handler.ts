import { Controller } from '@nestjs/common';
import { estimateTimes } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Samples } from '../adapters/samples.store.js';
import { estimated } from '../estimates/estimate.js';

@Controller()
export class EstimateTimesHandler {
  constructor(private readonly samples: Samples) {}

  @OnRequest(estimateTimes)
  async handle({ tenantId, body }: Ask<typeof estimateTimes>): Promise<ReplyOf<typeof estimateTimes>> {
    return estimated(body, await this.samples.historyOf(tenantId));
  }
}
