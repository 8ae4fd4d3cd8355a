import { MOST_FINDINGS, type Finding } from '@sluice/contract-kit';
import { Money, type Currency } from '@sluice/kernel';
import { currencyOf, type Account } from '../account/account.js';
import { heldOf, postedOf, type ClosedHold } from '../account/hold.js';
import { namedAccountOf } from '../account/named-account.js';

/** What the journal says of one account: credits less debits, in minor units. */
export interface JournalSum {
  readonly accountId: string;
  readonly currency: Currency;
  readonly units: bigint;
}

/** The books of one tenant as they lie in the database. */
export interface Books {
  /** Ids of entries whose debits are not their credits. */
  readonly unbalanced: readonly string[];
  readonly sums: readonly JournalSum[];
  readonly accounts: readonly Account[];
  /** What readers are told of the accounts that are there by their names. */
  readonly named: readonly { readonly accountId: string; readonly posted: Money }[];
  /** Ids of entries that the journal has although an account carries them still. */
  readonly filed: ReadonlySet<string>;
  readonly closedHolds: readonly (ClosedHold & { readonly accountId: string })[];
}

const told = (money: Money): string => `${money.toDecimal()} ${money.currency}`;

const sumOf = (currency: Currency, amounts: readonly Money[]): Money => amounts.reduce((sum, amount) => sum.plus(amount), Money.zero(currency));

/** What an account carries and the journal does not have yet. */
function unfiledOn({ id, posted, unfiled }: Account, filed: Books['filed']): Money {
  const lines = unfiled.entries.filter((entry) => !filed.has(entry.id)).flatMap((entry) => entry.lines.filter(({ accountId }) => accountId === id));
  return sumOf(posted.currency, lines.map(({ debit, credit }) => credit.minus(debit)));
}

function ofAccount(account: Account, { filed }: Books, journal: Money): string[] {
  const { id, posted, pending, holds } = account;
  const held = sumOf(currencyOf(account), holds.map(heldOf));
  const entries = journal.plus(unfiledOn(account, filed));
  return [
    ...(posted.compare(pending) < 0 ? [`${id} is overdrawn: ${told(posted)} posted, ${told(pending)} pending`] : []),
    ...(held.equals(pending) ? [] : [`${id} has ${told(pending)} pending, its open holds ${told(held)}`]),
    ...(posted.equals(entries) ? [] : [`${id} has ${told(posted)} posted, its entries come to ${told(entries)}`]),
  ];
}

/** A reader's sum is kept beside the journal (docs/decisions/0022) and must be the journal's. */
function ofNamed({ named }: Books, filedOn: ReadonlyMap<string, Money>): string[] {
  const wrong = named.filter(({ accountId, posted }) => !(filedOn.get(accountId) ?? Money.zero(posted.currency)).equals(posted));
  return wrong.map(({ accountId, posted }) => `${accountId} is told as ${told(posted)}, its entries come to ${told(filedOn.get(accountId) ?? Money.zero(posted.currency))}`);
}

function ofHold({ accountId, holdId, amount, released, ...hold }: ClosedHold & { readonly accountId: string }): string[] {
  const posted = postedOf({ holdId, amount, ...hold });
  return posted.plus(released).equals(amount) ? [] : [`hold ${holdId} of ${accountId}: ${told(posted)} posted and ${told(released)} released of ${told(amount)}`];
}

function heldAndClosed({ accounts, closedHolds }: Books): string[] {
  const closed = new Set(closedHolds.map(({ accountId, holdId }) => JSON.stringify([accountId, holdId])));
  return accounts.flatMap(({ id, holds }) =>
    holds.filter(({ holdId }) => closed.has(JSON.stringify([id, holdId]))).map(({ holdId }) => `hold ${holdId} of ${id} is open and closed`));
}

function debitsAndCredits({ sums }: Books): string[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => {
    const difference = sums.filter((sum) => sum.currency === currency).reduce((total, { units }) => total + units, 0n);
    return difference === 0n ? [] : [`${currency}: credits less debits are ${told(Money.ofUnits(currency, difference))}`];
  });
}

/** Invariants 1 to 3, and 13 for the books, of one tenant (spec/canonical.md). */
export function checkBooks(books: Books): Finding[] {
  const { unbalanced, sums, accounts, closedHolds } = books;
  const filedOn = new Map(sums.map(({ accountId, currency, units }) => [accountId, Money.ofUnits(currency, units)]));
  const known = new Set(accounts.map(({ id }) => id));
  const texts: readonly (readonly [number, readonly string[]])[] = [
    [1, [...unbalanced.map((id) => `entry ${id} does not balance`), ...debitsAndCredits(books)]],
    [2, [...accounts.flatMap((account) => ofAccount(account, books, filedOn.get(account.id) ?? Money.zero(currencyOf(account)))), ...ofNamed(books, filedOn)]],
    [3, [...closedHolds.flatMap(ofHold), ...heldAndClosed(books)]],
    [13, sums.filter(({ accountId }) => namedAccountOf(accountId) === null && !known.has(accountId)).map(({ accountId }) => `entries name ${accountId}, which is no account of this tenant`)],
  ];
  return texts.flatMap(([invariant, found]) => found.map((text) => ({ invariant, text }))).slice(0, MOST_FINDINGS);
}
