import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { isCurrency, type Currency } from '@sluice/kernel';
import { CHECK_PAGE_SIZE, RunningTotals, UncheckedDocuments, type Total } from '@sluice/persistence';
import type { Model } from 'mongoose';
import { ENTRIES, partsOf, type EntryDocument } from '../journal/entries.repository.js';
import { differencesOf, type JournalSum } from './books.js';

export const ENTRY_TOTALS = 'entry_totals';
export const ENTRY_FOLDS = 'entry_folds';

/** `USD acc_1`; of a whole currency, `USD`. */
export const totalNameOf = (currency: Currency, accountId?: string): string => (accountId === undefined ? currency : `${currency} ${accountId}`);

/** The account and currency that a total is of; null for the total of a whole currency. */
export function accountOf({ name }: Pick<Total, 'name'>): Omit<JournalSum, 'units'> | null {
  const space = name.indexOf(' ');
  const currency = name.slice(0, space);
  return space > 0 && isCurrency(currency) ? { currency, accountId: name.slice(space + 1) } : null;
}

function isBalanced(entry: EntryDocument): boolean {
  return differencesOf(partsOf(entry)).every(({ units }) => units === 0n);
}

function addTo(totals: Map<string, bigint>, { accountId, currency, units }: JournalSum): void {
  for (const name of [totalNameOf(currency, accountId), totalNameOf(currency)]) totals.set(name, (totals.get(name) ?? 0n) + units);
}

/** What the sums of the journal are by account and by currency. */
function byName(sums: readonly JournalSum[]): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const sum of sums) addTo(totals, sum);
  return totals;
}

/** The journal's sums, to which each entry is added once: what the books are compared with without reading the journal (docs/decisions/0206). */
@Injectable()
export class EntryTotals {
  readonly totals: RunningTotals;
  private readonly unchecked: UncheckedDocuments<EntryDocument>;

  constructor(@InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>, @InjectModel(ENTRY_FOLDS) folds: Model<unknown>, @InjectModel(ENTRY_TOTALS) totals: Model<unknown>) {
    this.unchecked = new UncheckedDocuments(entries);
    this.totals = new RunningTotals(folds, totals, (_, counting) => this.markCounted(counting.filter(({ isRight }) => isRight), counting.filter(({ isRight }) => !isRight)));
  }

  /** Adds every entry that is not in the totals yet. @returns ids of entries that do not balance, also of those that were found before. */
  async addNew(tenantId: string): Promise<string[]> {
    const unbalanced: string[] = [];
    for (let after = ''; ; ) {
      const from = await this.totals.fold(tenantId);
      const page = await this.unchecked.page(tenantId, after);
      if (!(await this.add(tenantId, from, page.filter((entry) => entry.unchecked === true)))) continue;
      await this.unchecked.checkOff(page.filter((entry) => entry.unchecked === 'counted' && isBalanced(entry)).map(({ _id }) => ({ _id })));
      unbalanced.push(...page.filter((entry) => !isBalanced(entry)).map(({ _id }) => _id));
      if (page.length < CHECK_PAGE_SIZE) return unbalanced;
      after = page.at(-1)?._id ?? after;
    }
  }

  async sumsOf(tenantId: string, accounts: readonly Omit<JournalSum, 'units'>[]): Promise<JournalSum[]> {
    const found = await this.totals.of(tenantId, accounts.map(({ currency, accountId }) => totalNameOf(currency, accountId)));
    return accounts.flatMap((account) => {
      const units = found.get(totalNameOf(account.currency, account.accountId));
      return units === undefined ? [] : [{ ...account, units }];
    });
  }

  /** @returns the names of totals that were not what `addUp` makes of the entries that are counted, and are now; null when that could not be found out. */
  prove(tenantId: string, addUp: () => Promise<readonly JournalSum[]>): Promise<string[] | null> {
    return this.totals.prove(tenantId, async () => byName(await addUp()));
  }

  /** Entries that were found wrong otherwise than by adding them. */
  mark(ids: readonly string[]): Promise<void> {
    return this.unchecked.mark(ids, 'counted');
  }

  private async add(tenantId: string, from: number, entries: readonly EntryDocument[]): Promise<boolean> {
    if (entries.length === 0) return true;
    const counting = entries.map((entry) => ({ id: entry._id, isRight: isBalanced(entry), parts: [] }));
    return this.totals.count(tenantId, from, counting, byName(entries.flatMap(partsOf)));
  }

  /** Only a new entry is uncounted: done again, this changes nothing. */
  private async markCounted(right: readonly { readonly id: string }[], wrong: readonly { readonly id: string }[]): Promise<void> {
    const uncounted = (counting: typeof right) => ({ _id: { $in: counting.map(({ id }) => id) }, unchecked: true }) as never;
    if (right.length > 0) await this.entries.collection.updateMany(uncounted(right), { $unset: { unchecked: '' } });
    if (wrong.length > 0) await this.entries.collection.updateMany(uncounted(wrong), { $set: { unchecked: 'counted' } });
  }
}
