import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { counted, derivedId, newArrival, openedParty, openedPortfolio, type Arrival, type Portfolio } from './portfolio.js';
import { Arrivals, Parties, Portfolios } from './portfolios.repository.js';

/** Sandbox: books holdings and fees that arrive, each once for its id. The portfolio is written between the record's two states, so that a crash repeats nothing. */
@Injectable()
export class ArrivalProcess {
  constructor(private readonly arrivals: Arrivals, private readonly portfolios: Portfolios, private readonly config: ServiceConfig) {}

  /** @throws DomainError `not_found`; `invalid_request` for an id that stands for something else; `currency_mismatch`. */
  async arrive(id: string, arrived: Omit<Arrival, 'isCounted'>, cause: Cause): Promise<void> {
    if (!this.config.sandbox) throw new DomainError('invalid_request', 'Only in the sandbox do things arrive by themselves.');
    await this.portfolios.ofTenant(arrived.portfolioId, cause.tenantId);
    const arrivalId = `${cause.tenantId}/${id}`;
    const arrival = await this.arrivals.change(arrivalId, cause, (current) => newArrival(current?.state ?? null, arrived));
    if (arrival === null || arrival.state.isCounted) return;
    await this.portfolios.change(arrived.portfolioId, cause, (current) => {
      const state = current && counted(current.state, arrivalId, arrival.state);
      return state && { state };
    });
    await this.arrivals.change(arrivalId, cause, (current) => current && { state: { ...current.state, isCounted: true } });
  }
}

const NAME = 'Fees';

/** The portfolio that a tenant's fees are credited to. */
@Injectable()
export class FeePortfolios {
  constructor(private readonly parties: Parties, private readonly portfolios: Portfolios, private readonly settings: TenantSettings) {}

  /** Opened at the first request, with a party of its own; both ids are derived from the tenant's. */
  async of(cause: Cause): Promise<Versioned<Portfolio>> {
    const { timer: _, ...repeatable } = cause;
    const { tenantId } = cause;
    const id = derivedId('prt-', tenantId, 'fees');
    const known = await this.portfolios.find(id);
    if (known !== null) return known;
    const partyId = derivedId('pty-', tenantId, 'fees');
    const now = await this.settings.now(tenantId);
    await this.parties.changeOrAdd(partyId, repeatable, (current, serial) => openedParty(current?.state ?? null, { id: partyId, name: NAME }, serial, now));
    const opening = { partyId, name: NAME, currency: 'GBP', mandate: 'execution_only', accountType: 'GIA' } as const;
    await this.portfolios.changeOrAdd(id, repeatable, (current, serial) => openedPortfolio(current?.state ?? null, opening, serial, now));
    return this.portfolios.ofTenant(id, tenantId);
  }
}
