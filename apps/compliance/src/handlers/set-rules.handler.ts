import { Controller } from '@nestjs/common';
import { setRules } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { RulesInForce } from '../adapters/rules-in-force.store.js';
import { initialRules } from '../rules/rules.js';
import { inForce, settingsAfter } from '../rules/set-rules.js';

@Controller()
export class SetRulesHandler {
  constructor(private readonly rules: RulesInForce) {}

  @OnRequest(setRules)
  async handle({ body, ...ask }: Ask<typeof setRules>): Promise<ReplyOf<typeof setRules>> {
    await this.rules.change(ask.tenantId, ask, (current) => {
      const known = current?.state ?? initialRules;
      const next = settingsAfter(known, body);
      return next === known ? null : { state: next };
    });
    return inForce(await this.rules.ofTenant(ask.tenantId));
  }
}
