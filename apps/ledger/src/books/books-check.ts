import { Injectable, Logger } from '@nestjs/common';
import { type Finding, MOST_FINDINGS } from '@sluice/contract-kit';
import { currencies, type Currency } from '@sluice/kernel';
import { Gauge } from 'prom-client';
import { PendingEntries } from '../accounts/pending-entries.js';
import { type Books, checkBooks, type Wrong } from './books.js';
import { ChangedBooks } from './changed-books.repository.js';
import { EntryTotals, totalNameOf } from './entry-totals.repository.js';
import { StoredBooks } from './stored-books.repository.js';

/** Every tenant's books are checked each minute, by whichever instance is asked: what is older may have been set right before another. */
const CURRENT_MS = 180_000;

interface Found {
  readonly atMs: number;
  readonly differences: Books['differences'];
}

const lastFound = new Map<string, Found>();

new Gauge({
  name: 'sluice_ledger_imbalance_units',
  help: 'By how many minor units credits and debits differ, added up over all tenants; by the last checks.',
  labelNames: ['currency'] as const,
  collect() {
    for (const [currency, units] of imbalances(Date.now())) this.set({ currency }, Number(units));
  },
});

/** By currency, whichever side is the greater: what one tenant has too much does not make up for what another lacks. */
export function imbalances(nowMs: number): ReadonlyMap<Currency, bigint> {
  const sums = new Map<Currency, bigint>(currencies.map((currency) => [currency, 0n]));
  for (const [tenantId, { atMs, differences }] of lastFound) {
    if (nowMs - atMs > CURRENT_MS) lastFound.delete(tenantId);
    else for (const { currency, units } of differences) sums.set(currency, (sums.get(currency) ?? 0n) + (units < 0n ? -units : units));
  }
  return sums;
}

/** Notes what a check of a tenant's books found. */
export function noteDifferences(tenantId: string, differences: Books['differences'], nowMs: number): void {
  lastFound.set(tenantId, { atMs: nowMs, differences });
}

const nothing: Books = { unbalanced: [], sums: [], differences: [], accounts: [], systemAccounts: [], inserted: new Set(), closedHolds: [] };

/** Whether a tenant's books are right: as far as they have changed since they were, or all of them (docs/decisions/0206). */
@Injectable()
export class BooksCheck {
  private readonly logger = new Logger(BooksCheck.name);

  constructor(
    private readonly pendingEntries: PendingEntries,
    private readonly stored: StoredBooks,
    private readonly changedBooks: ChangedBooks,
    private readonly entryTotals: EntryTotals,
  ) {}

  async findings(tenantId: string, full: boolean): Promise<Finding[]> {
    const now = new Date();
    await this.pendingEntries.insertFor(tenantId);
    const isFull = full || (await this.entryTotals.totals.isFullCheckDue(tenantId, now));
    const wrong = isFull ? await this.checkAll(tenantId, now) : await this.checkChanged(tenantId);
    const texts = new Map(wrong.map(({ invariant, text }) => [`${invariant} ${text}`, { invariant, text }]));
    return [...texts.values()].slice(0, MOST_FINDINGS);
  }

  /** Proves the totals first: what has changed is compared with them. */
  private async checkAll(tenantId: string, begunAt: Date): Promise<Wrong[]> {
    await this.entryTotals.addNew(tenantId);
    const corrected = await this.entryTotals.prove(tenantId, () => this.stored.countedSums(tenantId));
    const books = await this.stored.read(tenantId);
    const wrong = checkBooks(books);
    await this.changedBooks.mark(tenantId, wrong, books.sums);
    const changed = await this.checkChanged(tenantId);
    if (corrected !== null) await this.entryTotals.totals.checkedInFull(tenantId, begunAt);
    if (corrected === null || corrected.length > 0) this.logger.log(`The running totals of ${tenantId} ${corrected === null ? 'could not be proved' : `were corrected: ${corrected.length}`}.`);
    return [...wrong, ...changed];
  }

  private async checkChanged(tenantId: string): Promise<Wrong[]> {
    const unbalanced = await this.entryTotals.addNew(tenantId);
    const found: Wrong[] = [];
    for await (const changed of this.changedBooks.changed(tenantId)) {
      const wrong = checkBooks(await this.changedBooks.around(tenantId, changed));
      await this.changedBooks.checkOff(changed, wrong);
      found.push(...wrong);
    }
    const differences = await this.differences(tenantId);
    noteDifferences(tenantId, differences, Date.now());
    return [...checkBooks({ ...nothing, unbalanced, differences }), ...found];
  }

  /** By currency there is a total of its own. */
  private async differences(tenantId: string): Promise<Books['differences']> {
    const totals = await this.entryTotals.totals.of(tenantId, currencies.map((currency) => totalNameOf(currency)));
    return currencies.map((currency) => ({ currency, units: totals.get(totalNameOf(currency)) ?? 0n }));
  }
}
