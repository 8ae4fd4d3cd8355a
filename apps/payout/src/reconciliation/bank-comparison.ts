import { Injectable } from '@nestjs/common';
import type { Break } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import { type AggregateDocument, UncheckedDocuments } from '@sluice/persistence';
import { type BankLeg, hasEnded } from '../bank-payments/bank-leg.js';
import { Deliveries } from '../bank-payments/deliveries.repository.js';
import { BankStatement, type StatementLine } from '../providers/bank.js';
import { type KeptLine, StatementLines, type StatementMark } from './statement-lines.repository.js';

const printed = (amount: MoneyJson): string => `${Money.fromJson(amount).toDecimal()} ${amount.currency}`;

/** What a leg should be in the bank's books: paid, not paid, or either while that is being found out. */
function expectedOf({ status, returns }: BankLeg): 'paid' | 'nothing' | 'either' {
  if (status === 'delivered') return 'paid';
  if (status === 'failed') return returns.length > 0 ? 'either' : 'nothing';
  return status === 'cancelled' || status === 'planned' ? 'nothing' : 'either';
}

type Difference = Omit<Break, 'provider' | 'reference'>;

function differencesOf(leg: BankLeg, line: StatementLine | undefined): Difference[] {
  const expected = expectedOf(leg);
  if (line === undefined) return expected === 'paid' ? [{ kind: 'missing', expected: printed(leg.amount), actual: null }] : [];
  if (!Money.fromJson(line.amount).equals(Money.fromJson(leg.amount))) return [{ kind: 'amount', expected: printed(leg.amount), actual: printed(line.amount) }];
  if (expected === 'nothing' && line.status === 'settled') return [{ kind: 'extra', expected: null, actual: printed(line.amount) }];
  if (expected === 'either' && line.status === 'settled' && leg.returns.length === 0) return [{ kind: 'late', expected: leg.status, actual: 'settled' }];
  if (expected !== 'nothing' && line.status === 'returned' && leg.returns.length === 0) return [{ kind: 'late', expected: leg.status, actual: 'returned' }];
  return [];
}

function duplicates(statement: readonly StatementLine[]): Break[] {
  const groups = Map.groupBy(statement, ({ endToEndId }) => endToEndId);
  return [...groups].filter(([, lines]) => lines.length > 1)
    .map(([reference, lines]) => ({ kind: 'duplicate', provider: 'bank', reference, expected: '1 payment', actual: `${lines.length} payments` }));
}

/** Our payments over a bank's rails against the bank's own books. `late`: settled or returned there, and not recorded here yet. */
export function compareWithBank(legs: readonly BankLeg[], statement: readonly StatementLine[]): Break[] {
  const lines = new Map(statement.map((line) => [line.key, line]));
  const keys = new Set(legs.map(({ key }) => key));
  const ours = legs.flatMap((leg) => differencesOf(leg, lines.get(leg.key)).map((found): Break => ({ ...found, provider: 'bank', reference: `${leg.legId}/${leg.attempt}` })));
  const strangers = statement.filter(({ key }) => !keys.has(key))
    .map((line): Break => ({ kind: 'extra', provider: 'bank', reference: line.endToEndId, expected: null, actual: printed(line.amount) }));
  return [...ours, ...strangers, ...duplicates(statement)];
}

/** By then no instance of an older program, which writes without a mark, is left beside the first of this one. */
const UNTIL_ALL_ARE_REPLACED_MS = 600_000;
const COMPARE_IN_FULL_EVERY_MS = 24 * 3_600_000;

const referenceOf = ({ legId, attempt }: BankLeg): string => `${legId}/${attempt}`;

function isFullComparisonDue({ begunAt, lookedInFullAt }: StatementMark, now: Date): boolean {
  const replacedAt = begunAt.getTime() + UNTIL_ALL_ARE_REPLACED_MS;
  return now.getTime() - lookedInFullAt.getTime() >= COMPARE_IN_FULL_EVERY_MS || (lookedInFullAt.getTime() < replacedAt && now.getTime() >= replacedAt);
}

/** Our payments against the bank's books: what has changed on either side since it was right, or all of both (docs/decisions/0207). */
@Injectable()
export class BankComparison {
  private readonly unchecked: UncheckedDocuments<AggregateDocument>;

  constructor(private readonly deliveries: Deliveries, private readonly statement: BankStatement, private readonly lines: StatementLines) {
    this.unchecked = new UncheckedDocuments(deliveries.model);
  }

  /** What is wrong. That the bank has settled or returned what we do not know yet is not. */
  async breaks(tenantId: string, full: boolean): Promise<Break[]> {
    const mark = await this.lines.mark(tenantId);
    const found = full || mark === null || isFullComparisonDue(mark, new Date()) ? await this.inFull(tenantId, mark) : ((await this.ofChanged(tenantId, mark)) ?? (await this.inFull(tenantId, mark)));
    return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  }

  /** The books are read after our own: what they have and we do not is then not just on its way. */
  async atTheBank(tenantId: string): Promise<Break[]> {
    const deliveries = await this.deliveries.findWhere({ tenantId });
    return compareWithBank(deliveries.flatMap(({ state }) => state.legs), (await this.statement.read(tenantId, 0)).lines);
  }

  private async inFull(tenantId: string, mark: StatementMark | null): Promise<Break[]> {
    const begunAt = new Date();
    const deliveries = await this.deliveries.findWhere({ tenantId });
    const { lines, position } = await this.statement.read(tenantId, 0);
    const read = { position, isOther: position < (mark?.position ?? 0) };
    const wrong = mismatchesIn(compareWithBank(deliveries.flatMap(({ state }) => state.legs), lines));
    const references = new Set(wrong.map(({ reference }) => reference));
    await this.lines.keepOnly(tenantId, lines, read);
    await this.lines.markReferences(tenantId, [...references]);
    await this.unchecked.mark(deliveries.filter(({ state }) => state.legs.some((leg) => !hasEnded(leg) || references.has(referenceOf(leg)))).map(({ id }) => id));
    await this.lines.comparedInFull(tenantId, read, begunAt);
    return [...wrong, ...(await this.ofUnchecked(tenantId))];
  }

  /** Null when the bank's books are not those that were read before. */
  private async ofChanged(tenantId: string, { position: after }: StatementMark): Promise<Break[] | null> {
    const own = await this.ownBefore(tenantId);
    const { lines, position } = await this.statement.read(tenantId, after);
    if (position < after) return null;
    await this.lines.keep(tenantId, lines, position);
    await this.lines.markAt(tenantId, position);
    return this.ofUnchecked(tenantId, own);
  }

  private async ofUnchecked(tenantId: string, own?: readonly AggregateDocument[][]): Promise<Break[]> {
    const wrong: Break[] = [];
    for (const page of own ?? (await this.ownBefore(tenantId))) wrong.push(...(await this.ofDeliveries(tenantId, page)));
    for await (const page of this.lines.unchecked.pages(tenantId)) wrong.push(...(await this.ofLines(tenantId, page)));
    return wrong;
  }

  /** Our own that are unchecked, read before the bank's. */
  private async ownBefore(tenantId: string): Promise<AggregateDocument[][]> {
    const pages: AggregateDocument[][] = [];
    for await (const page of this.unchecked.pages(tenantId)) pages.push(page);
    return pages;
  }

  private async ofDeliveries(tenantId: string, documents: readonly AggregateDocument[]): Promise<Break[]> {
    const legsOf = new Map(documents.map((document) => [document, this.deliveries.read(document).state.legs]));
    const legs = [...legsOf.values()].flat();
    const wrong = mismatchesIn(compareWithBank(legs, await this.lines.of(tenantId, { keys: legs.map(({ key }) => key) })));
    const references = new Set(wrong.map(({ reference }) => reference));
    await this.unchecked.checkOff(documents.filter((document) => legsOf.get(document)?.every((leg) => hasEnded(leg) && !references.has(referenceOf(leg)))));
    return wrong;
  }

  /** Beside the lines themselves, those of the same reference: two of them are one too many. */
  private async ofLines(tenantId: string, page: readonly KeptLine[]): Promise<Break[]> {
    const lines = await this.lines.of(tenantId, { endToEndIds: [...new Set(page.map(({ endToEndId }) => endToEndId))] });
    const keys = new Set(lines.map(({ key }) => key));
    const owners = await this.deliveries.findWhere({ tenantId, 'legs.key': { $in: [...keys] } });
    const wrong = mismatchesIn(compareWithBank(owners.flatMap(({ state }) => state.legs).filter(({ key }) => keys.has(key)), lines));
    const references = new Set(wrong.map(({ reference }) => reference));
    await this.lines.unchecked.checkOff(page.filter(({ endToEndId }) => !references.has(endToEndId)));
    return wrong;
  }
}

const mismatchesIn = (breaks: readonly Break[]): Break[] => breaks.filter(({ kind }) => kind !== 'late');
