import { Controller } from '@nestjs/common';
import { checkBankAccount } from '@sluice/contract-payout';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { checked } from '../bank-account/account-use.js';

@Controller()
export class CheckBankAccountHandler {
  constructor(private readonly accounts: BankAccounts) {}

  /** Answers from the account as it stands; nothing is written, so a copy of the command is answered anew. */
  @OnMessage(checkBankAccount)
  async handle(message: Envelope<BodyOf<typeof checkBankAccount>>): Promise<void> {
    const { body, tenantId } = message;
    await this.accounts.change(body.bankAccountId, message, (current) => ({
      send: [checked(current?.tenantId === tenantId ? current.state : null, body)],
    }));
  }
}
