import { Injectable } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { getAccount, listAccounts, openAccount, type AccountView } from '@sluice/contract-ledger';
import { addCounterparty, getCounterparty, listCounterparties, type CounterpartyView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { ServiceConfig } from '@sluice/service-host';
import { Services, type BodyFor, type Caller } from '../services/services.js';

const KIND = 'customer';

/** Customers' accounts, that withdrawals are made from. */
@Injectable()
export class Accounts {
  constructor(private readonly services: Services) {}

  open(caller: Caller, order: Omit<BodyFor<typeof openAccount>, 'kind'>): Promise<AccountView> {
    return this.services.request(openAccount, { ...order, kind: KIND }, caller);
  }

  list(caller: Caller, page: Omit<BodyFor<typeof listAccounts>, 'kind'>): Promise<ReplyOf<typeof listAccounts>> {
    return this.services.request(listAccounts, { ...page, kind: KIND }, caller);
  }

  /** @throws DomainError `not_found`, for an account of another kind too */
  async find(caller: Caller, id: string): Promise<AccountView> {
    const account = await this.services.request(getAccount, { id }, caller);
    if (account.kind !== KIND) throw new DomainError('not_found', 'There is no such account.');
    return account;
  }
}

/** Whom withdrawals from accounts are paid to. */
@Injectable()
export class Counterparties {
  constructor(private readonly services: Services, private readonly config: ServiceConfig) {}

  /** As it was added: its status may have changed since. */
  async add(caller: Caller, order: Omit<BodyFor<typeof addCounterparty>, 'status'>): Promise<CounterpartyView> {
    const status = this.firstStatus(order.name);
    return { ...(await this.services.request(addCounterparty, { ...order, status }, caller)), status };
  }

  list(caller: Caller, page: BodyFor<typeof listCounterparties>): Promise<ReplyOf<typeof listCounterparties>> {
    return this.services.request(listCounterparties, page, caller);
  }

  find(caller: Caller, id: string): Promise<CounterpartyView> {
    return this.services.request(getCounterparty, { id }, caller);
  }

  /** In the sandbox the name says how its check would have ended; elsewhere every counterparty waits for one. */
  private firstStatus(name: string): CounterpartyView['status'] {
    if (!this.config.sandbox || name.startsWith('PENDING ')) return 'PENDING';
    return name.startsWith('REJECTED ') ? 'REJECTED' : 'APPROVED';
  }
}
