import { Controller } from '@nestjs/common';
import { setCounterpartyStatus, type CounterpartyView } from '@sluice/contract-payout';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Counterparties } from '../adapters/counterparties.store.js';
import { viewOf } from '../counterparty/counterparty.js';

@Controller()
export class SetCounterpartyStatusHandler {
  constructor(private readonly counterparties: Counterparties) {}

  @OnRequest(setCounterpartyStatus)
  async handle(ask: Ask<typeof setCounterpartyStatus>): Promise<CounterpartyView> {
    const { id, status } = ask.body;
    const known = await this.counterparties.ofTenant(id, ask.tenantId);
    const changed = await this.counterparties.change(id, ask, (current) => current && { state: { ...current.state, status } });
    return viewOf(changed ?? known);
  }
}
