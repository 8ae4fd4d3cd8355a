import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { balancesStated, stateBalances } from '@sluice/contract-ledger';
import { OnMessage } from '@sluice/messaging';
import { availableOf } from '../account/account.js';
import { Accounts } from '../ports/accounts.js';

@Controller()
export class StateBalancesHandler {
  constructor(private readonly accounts: Accounts) {}

  @OnMessage(stateBalances)
  async handle(message: Envelope<BodyOf<typeof stateBalances>>): Promise<void> {
    const { tenantId, body: { owner } } = message;
    const accounts = await this.accounts.ofOwner(tenantId, owner);
    const balances = accounts.map((account) => ({ accountId: account.id, posted: account.posted.toJson(), available: availableOf(account).toJson() }));
    await this.accounts.answer(message, owner, [send(balancesStated, { owner, balances })]);
  }
}
