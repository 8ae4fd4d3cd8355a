import { Injectable } from '@nestjs/common';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import { Services } from '../services/services.js';

/** How the dialects' own ids of withdrawals begin: Bultra's with `wth_`, WealthKernel's with `wth-`. Braid's are the canonical ones. */
const OF_A_DIALECT = /^wth[_-]/;

/** Operators name a withdrawal by its canonical id or by its dialect's. */
@Injectable()
export class WithdrawalIds {
  constructor(private readonly services: Services) {}

  /** The canonical id; what is no dialect's id is taken for one. @throws DomainError `not_found` */
  async canonical(tenantId: string, id: string): Promise<string> {
    if (!OF_A_DIALECT.test(id)) return id;
    return (await this.services.ask(getCanonicalWithdrawal, { id }, { tenantId })).id;
  }

  /** As above, but for filters: an id that is nobody's stays as it is and finds nothing. */
  async forFilter(tenantId: string, id: string | undefined): Promise<string | undefined> {
    if (id === undefined) return undefined;
    try {
      return await this.canonical(tenantId, id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return id;
      throw error;
    }
  }
}
