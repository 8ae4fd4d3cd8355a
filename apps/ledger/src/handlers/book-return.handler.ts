import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { bookReturn, returnBooked } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnMessage } from '@sluice/messaging';
import { Book } from '../book/book.js';

@Controller()
export class BookReturnHandler {
  constructor(private readonly book: Book) {}

  /** Money that came back cannot be refused: what does not fit the account is parked for an operator. */
  @OnMessage(bookReturn)
  async handle(message: Envelope<BodyOf<typeof bookReturn>>): Promise<void> {
    const { returnId, accountId, amount, fromAccountId } = message.body;
    const credit = { kind: 'return', sourceId: returnId, fromAccountId, amount: Money.fromJson(amount), withdrawalId: message.withdrawalId } as const;
    await this.book.credit(message, accountId, credit, [send(returnBooked, { returnId, accountId })]);
  }
}
