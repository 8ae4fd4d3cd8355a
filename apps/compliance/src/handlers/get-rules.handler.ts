import { Controller } from '@nestjs/common';
import { getRules } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { RulesInForce } from '../adapters/rules-in-force.store.js';
import { inForce } from '../rules/set-rules.js';

@Controller()
export class GetRulesHandler {
  constructor(private readonly rules: RulesInForce) {}

  @OnRequest(getRules)
  async handle({ tenantId }: Ask<typeof getRules>): Promise<ReplyOf<typeof getRules>> {
    return inForce(await this.rules.ofTenant(tenantId));
  }
}
