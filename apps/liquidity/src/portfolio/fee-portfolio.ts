import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Parties } from '../adapters/parties.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { openedParty } from '../party/party.js';
import { derivedId } from '../transaction/derived-id.js';
import { openedPortfolio, type Portfolio } from './portfolio.js';

const NAME = 'Fees';

/** The portfolio that a tenant's fees are credited to. */
@Injectable()
export class FeePortfolios {
  constructor(private readonly parties: Parties, private readonly portfolios: Portfolios, private readonly settings: TenantSettings) {}

  /** There from the first time it is asked for, with a party of its own; both ids follow from the tenant's. */
  async of(cause: Cause): Promise<Versioned<Portfolio>> {
    const { timer: _, ...repeatable } = cause;
    const { tenantId } = cause;
    const id = derivedId('prt-', tenantId, 'fees');
    const known = await this.portfolios.find(id);
    if (known !== null) return known;
    const partyId = derivedId('pty-', tenantId, 'fees');
    const now = await this.settings.now(tenantId);
    await this.parties.changeOrAdd(partyId, repeatable, (current, serial) => openedParty(current?.state ?? null, { id: partyId, name: NAME }, serial, now));
    const asked = { partyId, name: NAME, currency: 'GBP', mandate: 'execution_only', accountType: 'GIA' } as const;
    await this.portfolios.changeOrAdd(id, repeatable, (current, serial) => openedPortfolio(current?.state ?? null, asked, serial, now));
    return this.portfolios.required(tenantId, id);
  }
}
