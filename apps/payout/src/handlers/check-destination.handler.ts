import { Controller } from '@nestjs/common';
import { checkDestination } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Counterparties } from '../adapters/counterparties.store.js';
import { railTo } from '../counterparty/destination.js';

@Controller()
export class CheckDestinationHandler {
  constructor(private readonly counterparties: Counterparties) {}

  @OnRequest(checkDestination)
  async handle({ tenantId, body }: Ask<typeof checkDestination>): Promise<ReplyOf<typeof checkDestination>> {
    const { state } = await this.counterparties.ofTenant(body.counterpartyId, tenantId);
    return { rail: railTo(state, body), payeeName: state.name };
  }
}
