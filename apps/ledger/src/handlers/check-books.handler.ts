import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { checkBooks } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { BooksCheck } from '../checking/books-check.js';

@Controller()
export class CheckBooksHandler {
  constructor(private readonly books: BooksCheck) {}

  @OnRequest(checkBooks)
  async handle({ tenantId, body: { full } }: Ask<typeof checkBooks>): Promise<ReplyOf<typeof checkBooks>> {
    return { findings: await this.books.findings(tenantId, full) };
  }
}
