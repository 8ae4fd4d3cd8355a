import type { RecordOf } from './fixed-width.js';
import type { entryDetail } from './record.layouts.js';

export type Entry = RecordOf<typeof entryDetail>;

/** What a control record says of the entries before it; each a plain number, without the zeros that fill its field. */
export interface Totals {
  readonly entryCount: bigint;
  readonly entryHash: bigint;
  readonly debits: bigint;
  readonly credits: bigint;
}

const HASH_MODULUS = 10_000_000_000n;

/** The second digit tells: 1 to 4 put money into the account or take such an entry back, 6 to 9 take it out. */
const isCredit = ({ transactionCode }: Entry): boolean => '1234'.includes(transactionCode.charAt(1));

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);

/** Entries and their addenda counted together; the hash adds up the receiving banks' eight digits and keeps ten. */
export function totalsOf(entries: readonly Entry[], addendaCount: number): Totals {
  const amounts = (wanted: boolean) => sum(entries.filter((entry) => isCredit(entry) === wanted).map(({ amount }) => BigInt(amount)));
  return {
    entryCount: BigInt(entries.length + addendaCount),
    entryHash: sum(entries.map(({ receivingBank }) => BigInt(receivingBank))) % HASH_MODULUS,
    debits: amounts(false),
    credits: amounts(true),
  };
}

export const addTotals = (totals: readonly Totals[]): Totals => ({
  entryCount: sum(totals.map(({ entryCount }) => entryCount)),
  entryHash: sum(totals.map(({ entryHash }) => entryHash)) % HASH_MODULUS,
  debits: sum(totals.map(({ debits }) => debits)),
  credits: sum(totals.map(({ credits }) => credits)),
});

export const printTotals = ({ entryCount, entryHash, debits, credits }: Totals) => ({
  entryCount: entryCount.toString(), entryHash: entryHash.toString(), debits: debits.toString(), credits: credits.toString(),
});

/** Lines in a block; a file fills its last block with lines of nines. */
export const BLOCKING_FACTOR = 10;
export const FILLER = '9'.repeat(94);

export const blocksFor = (lineCount: number): number => Math.ceil(lineCount / BLOCKING_FACTOR);
