import { Controller } from '@nestjs/common';
import { openAccount, type AccountView } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { isHouseKind } from '../account/house-account.js';
import { namedAccountOf } from '../account/named-account.js';
import { viewOf } from '../account/view.js';
import { Book } from '../book/book.js';

@Controller()
export class OpenAccountHandler {
  constructor(private readonly book: Book) {}

  /** House accounts and holdings are there by their name and are not opened; nobody else may take such a name. */
  @OnRequest(openAccount)
  async handle(ask: Ask<typeof openAccount>): Promise<AccountView> {
    const { kind, ...given } = ask.body;
    if (isHouseKind(kind) || namedAccountOf(given.id) !== null) {
      throw new DomainError('invalid_request', 'A house account is not opened.', [{ field: 'kind', message: 'is kept by the house' }]);
    }
    return viewOf(await this.book.open(ask, { ...given, kind }));
  }
}
