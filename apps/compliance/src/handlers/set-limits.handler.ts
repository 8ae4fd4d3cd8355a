import { Controller } from '@nestjs/common';
import { setLimits } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { LimitsInForce } from '../adapters/limits-in-force.store.js';
import { limitsAfter, noLimits } from '../limits/limits.js';

@Controller()
export class SetLimitsHandler {
  constructor(private readonly limits: LimitsInForce) {}

  @OnRequest(setLimits)
  async handle({ body, ...ask }: Ask<typeof setLimits>): Promise<ReplyOf<typeof setLimits>> {
    await this.limits.change(ask.tenantId, ask, (current) => {
      const known = current?.state ?? noLimits;
      const next = limitsAfter(known, body);
      return next === known ? null : { state: next };
    });
    return this.limits.ofTenant(ask.tenantId);
  }
}
