import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import {
  addBankAccount, checkBankAccount, getBankAccount, listBankAccounts, resolveBankAccount, setBankAccountStatus, type BankAccountView,
} from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, unknownPageEnd, type Versioned } from '@sluice/persistence';
import { accountProblems, added, bankAccountViewOf, checked, inStatus, isSame, type BankAccount } from './bank-account.js';
import { BankAccounts } from './bank-accounts.repository.js';

@Controller()
export class BankAccountsController {
  constructor(private readonly accounts: BankAccounts, private readonly settings: TenantSettings) {}

  @OnRequest(addBankAccount)
  async add(request: RequestMessage<typeof addBankAccount>): Promise<BankAccountView> {
    const { body, tenantId } = request;
    const problems = accountProblems(body);
    if (problems.length > 0) throw new DomainError('invalid_request', 'The bank account does not have what the rail of its currency needs.', problems);
    const now = await this.settings.now(tenantId);
    const account = await this.accounts.add(body.id, request, (position) => added(body, position, now));
    if (account?.tenantId !== tenantId || !isSame(account.state, body)) throw new DomainError('request_conflict', 'This id stands for another bank account.');
    return this.viewOf(account);
  }

  @OnRequest(getBankAccount)
  async get({ tenantId, body }: RequestMessage<typeof getBankAccount>): Promise<ReplyOf<typeof getBankAccount>> {
    const found = await this.accounts.ofTenant(body.id, tenantId);
    return { ...(await this.viewOf(found)), corrections: found.state.corrections };
  }

  /** Oldest first. */
  @OnRequest(listBankAccounts)
  async list({ tenantId, body: { limit, after, partyId } }: RequestMessage<typeof listBankAccounts>): Promise<ReplyOf<typeof listBankAccounts>> {
    const position = { $gt: after === undefined ? 0 : await this.positionOf(after, tenantId) };
    const { found, hasMore } = await this.accounts.pageWhere({ tenantId, position, ...(partyId === undefined ? {} : { partyId }) }, { sort: { position: 1 }, limit });
    return { bankAccounts: await this.viewsOf(tenantId, found), hasMore };
  }

  @OnRequest(setBankAccountStatus)
  async setStatus(request: RequestMessage<typeof setBankAccountStatus>): Promise<BankAccountView> {
    const { tenantId, body: { id, status } } = request;
    const known = await this.accounts.ofTenant(id, tenantId);
    const now = await this.settings.now(tenantId);
    const changed = await this.accounts.change(id, request, (current) => {
      const next = current && inStatus(current.state, status, now);
      if (next === null) throw new DomainError('invalid_status', 'The bank account is inactive for good.');
      return next === current?.state ? null : { state: next };
    });
    return this.viewOf(changed ?? known);
  }

  /** The account of this id, or without one the party's default. */
  @OnRequest(resolveBankAccount)
  async resolve({ tenantId, body: { id, partyId } }: RequestMessage<typeof resolveBankAccount>): Promise<BankAccountView> {
    const found = id === undefined ? await this.accounts.defaultOf(tenantId, partyId) : await this.accounts.ofTenantOrNull(id, tenantId);
    if (found?.state.partyId !== partyId) throw new DomainError('not_found', 'The party has no such bank account.');
    return this.viewOf(found);
  }

  /** Answers from the account as it stands; nothing is written, so a copy of the command is answered anew. */
  @OnMessage(checkBankAccount)
  async check(message: Envelope<BodyOf<typeof checkBankAccount>>): Promise<void> {
    const { body, tenantId } = message;
    await this.accounts.change(body.bankAccountId, message, (current) => ({
      send: [checked(current?.tenantId === tenantId ? current.state : null, body)],
    }));
  }

  private async positionOf(id: string, tenantId: string): Promise<number> {
    const last = await this.accounts.ofTenantOrNull(id, tenantId);
    if (last) return last.state.position;
    throw unknownPageEnd('bank account');
  }

  private async viewOf(account: Versioned<BankAccount>): Promise<BankAccountView> {
    const marked = await this.accounts.markedOf(account.tenantId, [account.state.partyId]);
    return bankAccountViewOf(account, marked.get(account.state.partyId));
  }

  /** Which account is the default is seen only beside the others of its party. */
  private async viewsOf(tenantId: string, accounts: readonly Versioned<BankAccount>[]): Promise<BankAccountView[]> {
    const parties = [...new Set(accounts.map(({ state }) => state.partyId))];
    const marked = await this.accounts.markedOf(tenantId, parties);
    return accounts.map((account) => bankAccountViewOf(account, marked.get(account.state.partyId)));
  }
}
