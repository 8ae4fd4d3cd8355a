import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { ServiceConfig } from '@sluice/service-host';
import { Arrivals } from '../adapters/arrivals.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { newArrival, counted, type Arrival } from './arrival.js';

/** Sandbox: lets holdings and fees arrive, each once for its id. The portfolio is written between the record's two states, so that a crash repeats nothing. */
@Injectable()
export class ArrivalProcess {
  constructor(private readonly arrivals: Arrivals, private readonly portfolios: Portfolios, private readonly config: ServiceConfig) {}

  /** @throws DomainError `not_found`; `invalid_request` for an id that stands for something else; `currency_mismatch`. */
  async arrive(id: string, asked: Omit<Arrival, 'isCounted'>, cause: Cause): Promise<void> {
    if (!this.config.sandbox) throw new DomainError('invalid_request', 'Only in the sandbox do things arrive by themselves.');
    await this.portfolios.required(cause.tenantId, asked.portfolioId);
    const arrivalId = `${cause.tenantId}/${id}`;
    const arrival = await this.arrivals.change(arrivalId, cause, (current) => newArrival(current?.state ?? null, asked));
    if (arrival === null || arrival.state.isCounted) return;
    await this.portfolios.change(asked.portfolioId, cause, (current) => {
      const state = current && counted(current.state, arrivalId, arrival.state);
      return state && { state };
    });
    await this.arrivals.change(arrivalId, cause, (current) => current && { state: { ...current.state, isCounted: true } });
  }
}
