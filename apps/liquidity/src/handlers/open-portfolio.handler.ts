import { Controller } from '@nestjs/common';
import { openPortfolio } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Parties } from '../adapters/parties.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { openedPortfolio, viewOfPortfolio } from '../portfolio/portfolio.js';

@Controller()
export class OpenPortfolioHandler {
  constructor(private readonly parties: Parties, private readonly portfolios: Portfolios, private readonly settings: TenantSettings) {}

  @OnRequest(openPortfolio)
  async handle(ask: Ask<typeof openPortfolio>): Promise<ReplyOf<typeof openPortfolio>> {
    const { tenantId, body } = ask;
    const party = await this.parties.find(body.partyId);
    if (party?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such party.', [{ field: 'partyId', message: 'is unknown' }]);
    const now = await this.settings.now(tenantId);
    await this.portfolios.changeOrAdd(body.id, ask, (current, serial) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another portfolio.');
      return openedPortfolio(current?.state ?? null, body, serial, now);
    });
    return viewOfPortfolio(await this.portfolios.required(tenantId, body.id));
  }
}
