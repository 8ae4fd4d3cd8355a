import { Injectable } from '@nestjs/common';
import { getWithdrawal } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import { Services } from '../services/services.js';

/** The dialects' own ids of withdrawals by their first letters. */
const dialectByPrefix = [['wth_', 'bultra']] as const;

/** Operators name a withdrawal by its canonical id or by its dialect's. */
@Injectable()
export class WithdrawalIds {
  constructor(private readonly services: Services) {}

  /** The canonical id; what is no dialect's id is taken for one. @throws DomainError `not_found` */
  async canonical(tenantId: string, id: string): Promise<string> {
    const dialect = dialectByPrefix.find(([prefix]) => id.startsWith(prefix))?.[1];
    if (dialect === undefined) return id;
    return (await this.services.ask(getWithdrawal, { dialect, dialectId: id }, { tenantId })).id;
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
