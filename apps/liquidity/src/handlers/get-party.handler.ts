import { Controller } from '@nestjs/common';
import { getParty } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Parties } from '../adapters/parties.store.js';
import { viewOfParty } from '../party/party.js';

@Controller()
export class GetPartyHandler {
  constructor(private readonly parties: Parties) {}

  @OnRequest(getParty)
  async handle({ tenantId, body }: Ask<typeof getParty>): Promise<ReplyOf<typeof getParty>> {
    return viewOfParty(await this.parties.required(tenantId, body.id));
  }
}
