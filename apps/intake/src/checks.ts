import { Injectable } from '@nestjs/common';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { checkDestination } from '@sluice/contract-payout';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';

const transactable: readonly AccountView['status'][] = ['ACTIVE', 'EDD', 'DORMANT'];

type Destination = Omit<AskOf<typeof checkDestination>, 'counterpartyId'> & { readonly destinationId: string };

/** What is checked when a withdrawal is created and again when it is accepted. Each refuses with a `DomainError`. */
@Injectable()
export class Checks {
  constructor(private readonly requests: Requests) {}

  /** The account, if it is there and may transact. */
  async account(tenantId: string, id: string): Promise<AccountView> {
    const account = await this.requests.request(getAccount, { id }, { tenantId });
    if (account.kind !== 'customer') throw new DomainError('not_found', 'There is no such account.');
    if (!transactable.includes(account.status)) throw new DomainError('account_not_transactable', `The account is ${account.status}.`);
    return account;
  }

  /** The rail by which the account's owner may pay this counterparty. */
  destination(tenantId: string, { destinationId, customerId, currency, purpose, amount, rail, reference }: Destination): Promise<ReplyOf<typeof checkDestination>> {
    return this.requests.request(checkDestination, { counterpartyId: destinationId, customerId, currency, purpose, amount, rail, reference }, { tenantId });
  }

  /** That the amount is available now; only the hold makes sure of it. */
  funds(account: AccountView, amount: Money): void {
    if (Money.fromJson(account.available).compare(amount) < 0) throw new DomainError('insufficient_funds', 'The available balance is less than the amount.');
  }
}
