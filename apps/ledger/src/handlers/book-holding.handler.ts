import { Controller } from '@nestjs/common';
import { bookHolding } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Book } from '../book/book.js';

@Controller()
export class BookHoldingHandler {
  constructor(private readonly book: Book) {}

  @OnRequest(bookHolding)
  async handle({ tenantId, body }: Ask<typeof bookHolding>): Promise<Record<string, never>> {
    await this.book.bookHolding(tenantId, { ...body, bookCost: Money.fromJson(body.bookCost) });
    return {};
  }
}
