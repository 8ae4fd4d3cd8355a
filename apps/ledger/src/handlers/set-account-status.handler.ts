import { Controller } from '@nestjs/common';
import { setAccountStatus, type AccountView } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { viewOf } from '../account/view.js';
import { Book } from '../book/book.js';

@Controller()
export class SetAccountStatusHandler {
  constructor(private readonly book: Book) {}

  @OnRequest(setAccountStatus)
  async handle(ask: Ask<typeof setAccountStatus>): Promise<AccountView> {
    return viewOf(await this.book.setStatus(ask, ask.body.id, ask.body.status));
  }
}
