import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { checkBooks, listEntries, trialBalance } from '@sluice/contract-ledger';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { PendingEntries } from '../accounts/pending-entries.js';
import { Journal, type Entry } from '../journal/entry.js';
import { BooksCheck } from './books-check.js';

/** Reading the books as a whole: entries, the trial balance, and whether they are right. */
@Controller()
export class BooksController {
  constructor(
    private readonly journal: Journal,
    private readonly pendingEntries: PendingEntries,
    private readonly check: BooksCheck,
  ) {}

  @OnRequest(listEntries)
  async listEntries({ tenantId, body }: RequestMessage<typeof listEntries>): Promise<ReplyOf<typeof listEntries>> {
    await this.pendingEntries.insertFor(tenantId, body.accountId);
    const { entries, hasMore } = await this.journal.page(tenantId, body);
    return { entries: entries.map(entryViewOf), hasMore };
  }

  @OnRequest(trialBalance)
  async trialBalance({ tenantId }: RequestMessage<typeof trialBalance>): Promise<ReplyOf<typeof trialBalance>> {
    await this.pendingEntries.insertFor(tenantId);
    const totals = await this.journal.totals(tenantId);
    return {
      balanced: totals.every(({ debits, credits }) => debits.equals(credits)),
      currencies: totals.map(({ debits, credits }) => ({ debits: debits.toJson(), credits: credits.toJson() })),
    };
  }

  @OnRequest(checkBooks)
  async checkInvariants({ tenantId, body: { full } }: RequestMessage<typeof checkBooks>): Promise<ReplyOf<typeof checkBooks>> {
    return { findings: await this.check.findings(tenantId, full) };
  }
}

const entryViewOf = ({ id, withdrawalId, kind, at, lines }: Entry): ReplyOf<typeof listEntries>['entries'][number] => ({
  id,
  ...(withdrawalId === undefined ? {} : { withdrawalId }),
  kind,
  at: at.toISOString(),
  lines: lines.map(({ accountId, debit, credit }) => ({ accountId, debit: debit.toJson(), credit: credit.toJson() })),
});
