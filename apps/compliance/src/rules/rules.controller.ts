import { Controller } from '@nestjs/common';
import { getRules, setRules } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { RulesInForce } from './rules.repository.js';
import { inForce, initialRules, settingsAfter } from './rules.js';

/** A tenant's thresholds for the table of rules. */
@Controller()
export class RulesController {
  constructor(private readonly rules: RulesInForce) {}

  @OnRequest(setRules)
  async set({ body, ...request }: RequestMessage<typeof setRules>): Promise<ReplyOf<typeof setRules>> {
    await this.rules.change(request.tenantId, request, (current) => {
      const known = current?.state ?? initialRules;
      const next = settingsAfter(known, body);
      return next === known ? null : { state: next };
    });
    return inForce(await this.rules.stored(request.tenantId));
  }

  @OnRequest(getRules)
  async get({ tenantId }: RequestMessage<typeof getRules>): Promise<ReplyOf<typeof getRules>> {
    return inForce(await this.rules.stored(tenantId));
  }
}
