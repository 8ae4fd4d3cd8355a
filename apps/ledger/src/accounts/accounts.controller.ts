import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope, type ReplyOf } from '@sluice/contract-kit';
import { balancesStated, getAccount, listAccounts, openAccount, setAccountStatus, stateBalances, type AccountView } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { isContraKind, systemAccountOf } from '../journal/system-account.js';
import { Accounts, availableOf } from './account.js';
import { AccountViews, viewOf } from './account.view.js';
import { Book } from './book.js';

/** Opening accounts, reading them, and their status. */
@Controller()
export class AccountsController {
  constructor(
    private readonly book: Book,
    private readonly accounts: Accounts,
    private readonly views: AccountViews,
  ) {}

  /** System accounts exist by their name and are not opened; no other account may take such a name. */
  @OnRequest(openAccount)
  async open(request: RequestMessage<typeof openAccount>): Promise<AccountView> {
    const { kind, ...given } = request.body;
    if (isContraKind(kind) || systemAccountOf(given.id) !== null) {
      throw new DomainError('invalid_request', 'A system account is not opened.', [{ field: 'kind', message: 'is kept by Sluice' }]);
    }
    return viewOf(await this.book.open(request, { ...given, kind }));
  }

  @OnRequest(getAccount)
  async get({ tenantId, body }: RequestMessage<typeof getAccount>): Promise<AccountView> {
    const view = await this.views.find(tenantId, body.id);
    if (view === null) throw new DomainError('not_found', `There is no account ${body.id}.`);
    return view;
  }

  @OnRequest(listAccounts)
  async list({ tenantId, body }: RequestMessage<typeof listAccounts>): Promise<ReplyOf<typeof listAccounts>> {
    const { accounts, hasMore } = await this.views.page(tenantId, body);
    return { accounts: [...accounts], hasMore };
  }

  @OnRequest(setAccountStatus)
  async setStatus(request: RequestMessage<typeof setAccountStatus>): Promise<AccountView> {
    return viewOf(await this.book.setStatus(request, request.body.id, request.body.status));
  }

  @OnMessage(stateBalances)
  async stateBalances(message: Envelope<BodyOf<typeof stateBalances>>): Promise<void> {
    const { tenantId, body: { owner } } = message;
    const accounts = await this.accounts.ofOwner(tenantId, owner);
    const balances = accounts.map((account) => ({ accountId: account.id, posted: account.posted.toJson(), available: availableOf(account).toJson() }));
    await this.accounts.answer(message, owner, [send(balancesStated, { owner, balances })]);
  }
}
