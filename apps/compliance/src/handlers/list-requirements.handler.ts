import { Controller } from '@nestjs/common';
import { listRequirements } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Cases } from '../adapters/cases.store.js';
import { viewOf } from '../cases/compliance-case.js';

@Controller()
export class ListRequirementsHandler {
  constructor(private readonly cases: Cases) {}

  @OnRequest(listRequirements)
  async handle({ tenantId, body }: Ask<typeof listRequirements>): Promise<ReplyOf<typeof listRequirements>> {
    const found = await this.cases.find(body.withdrawalId);
    return { requirements: found?.tenantId === tenantId ? found.state.requirements.map(viewOf) : [] };
  }
}
