import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import { type Aggregate, aggregate, type RepositoryClass, repositoryOf, type SerialRepository, serialRepositoryOf } from '@sluice/persistence';
import { type FeeSchedule, firstSchedule, storedFeeScheduleSchema } from './fees.js';
import { arrivalSchema, partySchema, portfolioSchema } from './portfolio.js';

/** Documents that are listed in the order in which they were made, with what the refusals of their requests say. */
export function inOrderOfCreation<S extends object>(described: Aggregate<S>): RepositoryClass<SerialRepository<S>> {
  class InOrderOfCreation extends serialRepositoryOf(described) {
    protected override noSuch(id: string): DomainError {
      return new DomainError('not_found', `${id} is unknown.`);
    }

    protected override unknownPageEnd(): DomainError {
      return new DomainError('invalid_request', 'There is nothing to go on after.', [{ field: 'after', message: 'is unknown' }]);
    }
  }
  return InOrderOfCreation;
}

export const portfolios = aggregate({ collection: 'portfolios', state: portfolioSchema, storedNames: { activeSlots: 'places' }, sequence: 'serial', indexes: [{ tenantId: 1, partyId: 1, serial: 1 }] });

/** Portfolios by id, each with its holdings and the active slots of withdrawals: one document, so that no two withdrawals take one slot. */
@Injectable()
export class Portfolios extends inOrderOfCreation(portfolios) {}

export const parties = aggregate({ collection: 'parties', state: partySchema, sequence: 'serial' });

/** Parties by id. */
@Injectable()
export class Parties extends inOrderOfCreation(parties) {}

export const feeSchedules = aggregate({ collection: 'fee_schedules', state: storedFeeScheduleSchema });

/** Each tenant's fee schedule by tenant id. */
@Injectable()
export class FeeSchedules extends repositoryOf(feeSchedules) {
  async inForce(tenantId: string): Promise<FeeSchedule> {
    return (await this.find(tenantId))?.state ?? firstSchedule;
  }
}

export const portfolioArrivals = aggregate({ collection: 'portfolio_arrivals', state: arrivalSchema });

/** Sandbox: holdings and fees that arrived in portfolios, by id. */
@Injectable()
export class Arrivals extends repositoryOf(portfolioArrivals) {}
