import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { bookProceeds, proceedsBooked } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnMessage } from '@sluice/messaging';
import type { Credit } from '../account/credit.js';
import { holdingIdOf } from '../account/holding-account.js';
import { Book } from '../book/book.js';

type BookProceeds = BodyOf<typeof bookProceeds>;

/** The owner of a cash account is the portfolio whose holdings were sold. */
function creditOf({ orderId, isin, proceeds, bookCost }: BookProceeds['sales'][number], portfolioId: string, withdrawalId?: string): Credit {
  const [amount, cost] = [Money.fromJson(proceeds), Money.fromJson(bookCost)];
  const sold = { holdingId: holdingIdOf(portfolioId, isin, cost.currency), bookCost: cost };
  return { kind: 'sale', sourceId: orderId, amount, sold, withdrawalId };
}

@Controller()
export class BookProceedsHandler {
  constructor(private readonly book: Book) {}

  /** Sold is sold: what does not fit the account is parked for an operator. */
  @OnMessage(bookProceeds)
  async handle(message: Envelope<BookProceeds>): Promise<void> {
    const { accountId, owner, sales } = message.body;
    const credits = sales.map((sale) => creditOf(sale, owner, message.withdrawalId));
    await this.book.creditCash({ cause: message, accountId, owner, credits, send: [send(proceedsBooked, { accountId, owner })] });
  }
}
