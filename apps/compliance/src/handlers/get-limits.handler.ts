import { Controller } from '@nestjs/common';
import { getLimits } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { LimitsInForce } from '../adapters/limits-in-force.store.js';

@Controller()
export class GetLimitsHandler {
  constructor(private readonly limits: LimitsInForce) {}

  @OnRequest(getLimits)
  handle({ tenantId }: Ask<typeof getLimits>): Promise<ReplyOf<typeof getLimits>> {
    return this.limits.ofTenant(tenantId);
  }
}
