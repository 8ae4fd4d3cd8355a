import { Controller } from '@nestjs/common';
import { listParties } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Parties } from '../adapters/parties.store.js';
import { viewOfParty } from '../party/party.js';

@Controller()
export class ListPartiesHandler {
  constructor(private readonly parties: Parties) {}

  @OnRequest(listParties)
  async handle({ tenantId, body }: Ask<typeof listParties>): Promise<ReplyOf<typeof listParties>> {
    const { found, hasMore } = await this.parties.page(tenantId, {}, body);
    return { parties: found.map(viewOfParty), hasMore };
  }
}
