import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { verdictSchema } from '@sluice/contract-intake';
import { isCurrency, type Currency } from '@sluice/kernel';
import {
  aggregate, headsSchema, MAX_DOCUMENTS_PER_ANSWER, repositoryOf, RunningTotals, totalsSchema, UncheckedDocuments, type AggregateDocument, type Counting, type Part,
} from '@sluice/persistence';
import type { Model } from 'mongoose';
import { Withdrawals } from '../engine/withdrawals.repository.js';

export const verdicts = aggregate({ collection: 'verdicts', state: verdictSchema });

/** The last verdict for each tenant, under its id. */
@Injectable()
export class Verdicts extends repositoryOf(verdicts) {
  /** Every tenant that was ever checked. */
  tenants(): Promise<string[]> {
    return this.model.distinct('tenantId').exec();
  }
}

const WITHDRAWAL_TOTALS = 'withdrawal_totals';
const WITHDRAWAL_FOLDS = 'withdrawal_folds';

export const totalsAggregates = [
  { name: WITHDRAWAL_TOTALS, schema: totalsSchema, collection: WITHDRAWAL_TOTALS },
  { name: WITHDRAWAL_FOLDS, schema: headsSchema, collection: WITHDRAWAL_FOLDS },
];

/** Documents of which only the counted amounts are read. */
const PAGE = 5_000;

/** A withdrawal, and by account what it has moved onto clearing accounts. */
export interface CountedWithdrawal {
  readonly id: string;
  readonly version: number;
  readonly parts: readonly Part[];
}

/** `clearing:ACH:USD` is in USD. */
export function currencyOfClearing(accountId: string): Currency {
  const currency = accountId.split(':').at(-1) ?? '';
  if (!isCurrency(currency)) throw new TypeError(`${accountId} is no clearing account.`);
  return currency;
}

function addTo(sums: Map<string, bigint>, parts: readonly Part[], sign = 1n): void {
  for (const { name, units } of parts) sums.set(name, (sums.get(name) ?? 0n) + sign * BigInt(units));
}

/** What withdrawals that have ended have moved onto clearing accounts, each counted once (docs/decisions/0206). */
@Injectable()
export class WithdrawalTotals {
  readonly unchecked: UncheckedDocuments<AggregateDocument>;
  readonly running: RunningTotals;
  private readonly logger = new Logger(WithdrawalTotals.name);

  constructor(private readonly withdrawals: Withdrawals, @InjectModel(WITHDRAWAL_FOLDS) folds: Model<unknown>, @InjectModel(WITHDRAWAL_TOTALS) totals: Model<unknown>) {
    this.unchecked = new UncheckedDocuments(withdrawals.model);
    this.running = new RunningTotals(folds, totals, (fold, counting) => this.markCounted(fold, counting));
  }

  /** Counts them as they are now instead of as they were `before`. @returns false when somebody has counted since `from`: then nothing has happened. */
  count(tenantId: string, from: number, withdrawals: readonly (CountedWithdrawal & { readonly before: readonly Part[] })[]): Promise<boolean> {
    const changes = new Map<string, bigint>();
    for (const { parts, before } of withdrawals) {
      addTo(changes, before, -1n);
      addTo(changes, parts);
    }
    return this.running.count(tenantId, from, withdrawals.map(({ id, version, parts }) => ({ id, version, isRight: true, parts })), changes);
  }

  /** Whether the totals are what is counted: where they were not, they are now. */
  async prove(tenantId: string): Promise<boolean> {
    const corrected = await this.running.prove(tenantId, () => this.addUp(tenantId));
    if (corrected !== null && corrected.length > 0) this.logger.log(`The running totals of ${tenantId} were corrected: ${corrected.join(', ')}.`);
    return corrected !== null;
  }

  private async addUp(tenantId: string): Promise<Map<string, bigint>> {
    const sums = new Map<string, bigint>();
    let page: AggregateDocument[];
    let after = '';
    do {
      const options = { projection: { counted: 1 }, batchSize: MAX_DOCUMENTS_PER_ANSWER };
      page = (await this.withdrawals.model.collection.find({ tenantId, _id: { $gt: after } } as never, options).sort({ _id: 1 }).limit(PAGE).toArray()) as never;
      for (const { counted } of page) addTo(sums, counted?.parts ?? []);
      after = page.at(-1)?._id ?? after;
    } while (page.length === PAGE);
    return sums;
  }

  /** One that has changed since it was read is counted as it was then, and stays unchecked. What a later fold has counted stays. */
  private async markCounted(fold: number, counting: readonly Counting[]): Promise<void> {
    const isEarlier = { $or: [{ counted: { $exists: false } }, { 'counted.fold': { $lt: fold } }] };
    const operations = counting.flatMap(({ id, version, parts }) => {
      const counted = { fold, parts };
      return [
        { updateOne: { filter: { _id: id, version, ...isEarlier }, update: { $set: { counted }, $unset: { unchecked: '' } } } },
        { updateOne: { filter: { _id: id, ...isEarlier }, update: { $set: { counted } } } },
      ];
    });
    await this.withdrawals.model.collection.bulkWrite(operations as never, { ordered: true });
  }
}
