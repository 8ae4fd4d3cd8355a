import { Controller } from '@nestjs/common';
import { deposit, type AccountView } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { viewOf } from '../account/view.js';
import { Book } from '../book/book.js';

@Controller()
export class DepositHandler {
  constructor(private readonly book: Book) {}

  @OnRequest(deposit)
  async handle(ask: Ask<typeof deposit>): Promise<AccountView> {
    const { depositId, accountId, amount } = ask.body;
    return viewOf(await this.book.credit(ask, accountId, { kind: 'deposit', sourceId: depositId, amount: Money.fromJson(amount) }));
  }
}
