import { Controller } from '@nestjs/common';
import { setPartyStatus } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Parties } from '../adapters/parties.store.js';
import { viewOfParty } from '../party/party.js';

@Controller()
export class SetPartyStatusHandler {
  constructor(private readonly parties: Parties) {}

  @OnRequest(setPartyStatus)
  async handle(ask: Ask<typeof setPartyStatus>): Promise<ReplyOf<typeof setPartyStatus>> {
    const { tenantId, body: { id, status } } = ask;
    await this.parties.required(tenantId, id);
    await this.parties.change(id, ask, (current) => (current && current.state.status !== status ? { state: { ...current.state, status } } : null));
    return viewOfParty(await this.parties.required(tenantId, id));
  }
}
