import { Controller } from '@nestjs/common';
import { openParty } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Parties } from '../adapters/parties.store.js';
import { openedParty, viewOfParty } from '../party/party.js';

@Controller()
export class OpenPartyHandler {
  constructor(private readonly parties: Parties, private readonly settings: TenantSettings) {}

  @OnRequest(openParty)
  async handle(ask: Ask<typeof openParty>): Promise<ReplyOf<typeof openParty>> {
    const { tenantId, body } = ask;
    const now = await this.settings.now(tenantId);
    await this.parties.changeOrAdd(body.id, ask, (current, serial) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another party.');
      return openedParty(current?.state ?? null, body, serial, now);
    });
    return viewOfParty(await this.parties.required(tenantId, body.id));
  }
}
