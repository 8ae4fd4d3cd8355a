import { Controller } from '@nestjs/common';
import { getLimits, setLimits } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { limitsAfter, noLimits } from './limit.js';
import { LimitsInForce } from './limits.repository.js';

/** A tenant's limits. */
@Controller()
export class LimitsController {
  constructor(private readonly limits: LimitsInForce) {}

  @OnRequest(setLimits)
  async set({ body, ...request }: RequestMessage<typeof setLimits>): Promise<ReplyOf<typeof setLimits>> {
    await this.limits.change(request.tenantId, request, (current) => {
      const known = current?.state ?? noLimits;
      const next = limitsAfter(known, body);
      return next === known ? null : { state: next };
    });
    return this.limits.inForce(request.tenantId);
  }

  @OnRequest(getLimits)
  get({ tenantId }: RequestMessage<typeof getLimits>): Promise<ReplyOf<typeof getLimits>> {
    return this.limits.inForce(tenantId);
  }
}
