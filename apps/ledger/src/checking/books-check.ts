import { Injectable, Logger } from '@nestjs/common';
import { MOST_FINDINGS, type Finding } from '@sluice/contract-kit';
import { currencies } from '@sluice/kernel';
import { EntryTotals, totalNameOf } from '../adapters/entry-totals.js';
import { FollowedBooks } from '../adapters/followed-books.js';
import { StoredBooks } from '../adapters/stored-books.js';
import { Filing } from '../book/filing.js';
import { checkBooks, type Books, type Wrong } from './check-books.js';

const nothing: Books = { unbalanced: [], sums: [], differences: [], accounts: [], named: [], filed: new Set(), closedHolds: [] };

/** Whether a tenant's books are right: as far as they have changed since they were, or all of them (docs/decisions/0206). */
@Injectable()
export class BooksCheck {
  private readonly logger = new Logger(BooksCheck.name);

  constructor(
    private readonly filing: Filing,
    private readonly stored: StoredBooks,
    private readonly followed: FollowedBooks,
    private readonly entryTotals: EntryTotals,
  ) {}

  async findings(tenantId: string, full: boolean): Promise<Finding[]> {
    const now = new Date();
    await this.filing.fileFor(tenantId);
    const isFull = full || (await this.entryTotals.totals.isFullLookDue(tenantId, now));
    const wrong = isFull ? await this.lookAtAll(tenantId, now) : await this.lookAtChanged(tenantId);
    const texts = new Map(wrong.map(({ invariant, text }) => [`${invariant} ${text}`, { invariant, text }]));
    return [...texts.values()].slice(0, MOST_FINDINGS);
  }

  /** Proves the totals first: what has changed is held against them. */
  private async lookAtAll(tenantId: string, begunAt: Date): Promise<Wrong[]> {
    await this.entryTotals.addNew(tenantId);
    const corrected = await this.entryTotals.prove(tenantId, () => this.stored.countedSums(tenantId));
    const books = await this.stored.read(tenantId);
    const wrong = checkBooks(books);
    await this.followed.mark(tenantId, wrong, books.sums);
    const changed = await this.lookAtChanged(tenantId);
    if (corrected !== null) await this.entryTotals.totals.lookedInFull(tenantId, begunAt);
    if (corrected === null || corrected.length > 0) this.logger.log(`The running totals of ${tenantId} ${corrected === null ? 'could not be proved' : `were corrected: ${corrected.length}`}.`);
    return [...wrong, ...changed];
  }

  private async lookAtChanged(tenantId: string): Promise<Wrong[]> {
    const unbalanced = await this.entryTotals.addNew(tenantId);
    const found: Wrong[] = [];
    for await (const changed of this.followed.changed(tenantId)) {
      const wrong = checkBooks(await this.followed.around(tenantId, changed));
      await this.followed.checkOff(changed, wrong);
      found.push(...wrong);
    }
    return [...checkBooks({ ...nothing, unbalanced, differences: await this.differences(tenantId) }), ...found];
  }

  /** By currency there is a total of its own. */
  private async differences(tenantId: string): Promise<Books['differences']> {
    const totals = await this.entryTotals.totals.of(tenantId, currencies.map((currency) => totalNameOf(currency)));
    return currencies.map((currency) => ({ currency, units: totals.get(totalNameOf(currency)) ?? 0n }));
  }
}
