import { Controller } from '@nestjs/common';
import { getRequirement } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Cases } from '../adapters/cases.store.js';
import { viewOf } from '../cases/compliance-case.js';
import { requirementIn } from '../cases/upload-document.js';

@Controller()
export class GetRequirementHandler {
  constructor(private readonly cases: Cases) {}

  @OnRequest(getRequirement)
  async handle({ tenantId, body }: Ask<typeof getRequirement>): Promise<ReplyOf<typeof getRequirement>> {
    const { id: withdrawalId, state } = await this.cases.byRequirement(body.id, tenantId);
    return { withdrawalId, ...viewOf(requirementIn(state, body.id)) };
  }
}
