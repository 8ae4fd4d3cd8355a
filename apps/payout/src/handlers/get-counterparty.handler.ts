import { Controller } from '@nestjs/common';
import { getCounterparty, type CounterpartyView } from '@sluice/contract-payout';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Counterparties } from '../adapters/counterparties.store.js';
import { viewOf } from '../counterparty/counterparty.js';

@Controller()
export class GetCounterpartyHandler {
  constructor(private readonly counterparties: Counterparties) {}

  @OnRequest(getCounterparty)
  async handle({ tenantId, body }: Ask<typeof getCounterparty>): Promise<CounterpartyView> {
    return viewOf(await this.counterparties.ofTenant(body.id, tenantId));
  }
}
