import { Controller } from '@nestjs/common';
import { listBankAccounts } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { BankAccountViews } from '../bank-account-views.js';

@Controller()
export class ListBankAccountsHandler {
  constructor(private readonly accounts: BankAccounts, private readonly views: BankAccountViews) {}

  @OnRequest(listBankAccounts)
  async handle({ tenantId, body }: Ask<typeof listBankAccounts>): Promise<ReplyOf<typeof listBankAccounts>> {
    const { limit, after, partyId } = body;
    const position = { $gt: after === undefined ? 0 : await this.positionOf(after, tenantId) };
    const found = await this.accounts.findWhere({ tenantId, position, ...(partyId === undefined ? {} : { partyId }) }, { sort: { position: 1 }, limit: limit + 1 });
    return { bankAccounts: await this.views.ofAll(tenantId, found.slice(0, limit)), hasMore: found.length > limit };
  }

  private async positionOf(id: string, tenantId: string): Promise<number> {
    const last = await this.accounts.ofTenantOrNull(id, tenantId);
    if (last) return last.state.position;
    throw new DomainError('invalid_request', 'The page begins after an unknown bank account.', [{ field: 'after', message: 'is unknown' }]);
  }
}
