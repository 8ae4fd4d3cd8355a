import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { checkBooks } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Filing } from '../book/filing.js';
import { checkBooks as findingsIn } from '../checking/check-books.js';
import { StoredBooks } from '../adapters/stored-books.js';

@Controller()
export class CheckBooksHandler {
  constructor(
    private readonly books: StoredBooks,
    private readonly filing: Filing,
  ) {}

  @OnRequest(checkBooks)
  async handle({ tenantId }: Ask<typeof checkBooks>): Promise<ReplyOf<typeof checkBooks>> {
    await this.filing.fileFor(tenantId);
    return { findings: findingsIn(await this.books.read(tenantId)) };
  }
}
