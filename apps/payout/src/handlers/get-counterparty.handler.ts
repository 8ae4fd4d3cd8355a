import { Controller } from '@nestjs/common';
import { getCounterparty } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Counterparties } from '../adapters/counterparties.store.js';
import { viewOf } from '../counterparty/counterparty.js';

@Controller()
export class GetCounterpartyHandler {
  constructor(private readonly counterparties: Counterparties) {}

  @OnRequest(getCounterparty)
  async handle({ tenantId, body }: Ask<typeof getCounterparty>): Promise<ReplyOf<typeof getCounterparty>> {
    const found = await this.counterparties.ofTenant(body.id, tenantId);
    return { ...viewOf(found), corrections: found.state.corrections };
  }
}
