import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listEntries } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { entryViewOf } from '../account/view.js';
import { Filing } from '../book/filing.js';
import { Journal } from '../ports/journal.js';

@Controller()
export class ListEntriesHandler {
  constructor(
    private readonly journal: Journal,
    private readonly filing: Filing,
  ) {}

  @OnRequest(listEntries)
  async handle({ tenantId, body }: Ask<typeof listEntries>): Promise<ReplyOf<typeof listEntries>> {
    await this.filing.fileFor(tenantId, body.accountId);
    const { entries, hasMore } = await this.journal.page(tenantId, body);
    return { entries: entries.map(entryViewOf), hasMore };
  }
}
