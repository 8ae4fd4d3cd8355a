import { Injectable } from '@nestjs/common';
import { getParty, getPortfolio, type PortfolioView } from '@sluice/contract-liquidity';
import { resolveBankAccount } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Services } from '../../services/services.js';
import { isId } from './ids.js';

const NOT_VALID = 'The request is not valid.';

export const unknown = (field: string, message = 'is unknown'): DomainError => new DomainError('invalid_request', NOT_VALID, [{ field, message }]);

/** What a request names must be there; a field that names nothing is a bad field and no missing resource. */
export async function named<Answer>(field: string, asking: Promise<Answer>, message?: string): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof DomainError && error.code === 'not_found' ? unknown(field, message) : error;
  }
}

/** What the fields of a request refer to. */
@Injectable()
export class Lookups {
  constructor(private readonly services: Services) {}

  /** @throws DomainError `invalid_request` on `portfolioId` */
  async portfolio(call: Call, id: string): Promise<PortfolioView> {
    if (!isId('prt-', id)) throw unknown('portfolioId');
    return named('portfolioId', this.services.ask(getPortfolio, { id }, call));
  }

  /** @throws DomainError `invalid_request` on `partyId` */
  async expectParty(call: Call, id: string): Promise<void> {
    if (!isId('pty-', id)) throw unknown('partyId');
    await named('partyId', this.services.ask(getParty, { id }, call));
  }

  /** The bank account named, or the party's default one. @throws DomainError `invalid_request` on `bankAccountId` */
  async bankAccount(call: Call, partyId: string, id: string | undefined): Promise<string> {
    if (id !== undefined && !isId('bac-', id)) throw unknown('bankAccountId');
    const message = id === undefined ? 'is required: the party has no bank account' : undefined;
    return (await named('bankAccountId', this.services.ask(resolveBankAccount, { partyId, id }, call), message)).id;
  }
}
