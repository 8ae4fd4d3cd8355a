import type { Finding } from '@sluice/contract-kit';
import { Money, type Currency } from '@sluice/kernel';
import { currencyOf, type Account } from '../accounts/account.js';
import { heldOf, postedOf, type ClosedHold } from '../holds/hold.js';
import { systemAccountOf } from '../journal/system-account.js';

/** What the journal says of one account: credits less debits, in minor units. */
export interface JournalSum {
  readonly accountId: string;
  readonly currency: Currency;
  readonly units: bigint;
}

/** The books of one tenant as they lie in the database, or the part of them that is checked. */
export interface Books {
  /** Ids of entries whose debits are not their credits. */
  readonly unbalanced: readonly string[];
  readonly sums: readonly JournalSum[];
  /** What credits less debits come to over the whole journal. */
  readonly differences: readonly Omit<JournalSum, 'accountId'>[];
  readonly accounts: readonly Account[];
  /** Balances of system accounts as readers see them. */
  readonly systemAccounts: readonly { readonly accountId: string; readonly posted: Money }[];
  /** Ids of entries that are in `sums` although an account carries them still. */
  readonly inserted: ReadonlySet<string>;
  readonly closedHolds: readonly (ClosedHold & { readonly accountId: string })[];
}

/** What is wrong, and with what. */
export interface Wrong extends Finding {
  readonly entryId?: string;
  readonly accountId?: string;
  readonly holdId?: string;
}

const textOf = (money: Money): string => `${money.toDecimal()} ${money.currency}`;

const sumOf = (currency: Currency, amounts: readonly Money[]): Money => amounts.reduce((sum, amount) => sum.plus(amount), Money.zero(currency));

/** What an account carries and the journal does not have yet. */
function pendingOn({ id, posted, pendingEntries }: Account, inserted: Books['inserted']): Money {
  const lines = pendingEntries.filter((entry) => !inserted.has(entry.id)).flatMap((entry) => entry.lines.filter(({ accountId }) => accountId === id));
  return sumOf(posted.currency, lines.map(({ debit, credit }) => credit.minus(debit)));
}

function ofAccount(account: Account, { inserted }: Books, journal: Money): Wrong[] {
  const { id: accountId, posted, pending, holds } = account;
  const held = sumOf(currencyOf(account), holds.map(heldOf));
  const entries = journal.plus(pendingOn(account, inserted));
  const texts = [
    ...(posted.compare(pending) < 0 ? [`${accountId} is overdrawn: ${textOf(posted)} posted, ${textOf(pending)} pending`] : []),
    ...(held.equals(pending) ? [] : [`${accountId} has ${textOf(pending)} pending, its open holds ${textOf(held)}`]),
    ...(posted.equals(entries) ? [] : [`${accountId} has ${textOf(posted)} posted, its entries come to ${textOf(entries)}`]),
  ];
  return texts.map((text) => ({ invariant: 2, text, accountId }));
}

/** A system account's sum is kept beside the journal (docs/decisions/0022) and must be the journal's. */
function ofSystemAccounts({ systemAccounts }: Books, journalOf: ReadonlyMap<string, Money>): Wrong[] {
  const wrong = systemAccounts.filter(({ accountId, posted }) => !(journalOf.get(accountId) ?? Money.zero(posted.currency)).equals(posted));
  return wrong.map(({ accountId, posted }) => ({
    invariant: 2, text: `${accountId} is shown as ${textOf(posted)}, its entries come to ${textOf(journalOf.get(accountId) ?? Money.zero(posted.currency))}`, accountId,
  }));
}

function ofHold({ accountId, holdId, amount, released, ...hold }: ClosedHold & { readonly accountId: string }): Wrong[] {
  const posted = postedOf({ holdId, amount, ...hold });
  if (posted.plus(released).equals(amount)) return [];
  return [{ invariant: 3, text: `hold ${holdId} of ${accountId}: ${textOf(posted)} posted and ${textOf(released)} released of ${textOf(amount)}`, accountId, holdId }];
}

function heldAndClosed({ accounts, closedHolds }: Books): Wrong[] {
  const closed = new Set(closedHolds.map(({ accountId, holdId }) => JSON.stringify([accountId, holdId])));
  return accounts.flatMap(({ id, holds }) => holds.filter(({ holdId }) => closed.has(JSON.stringify([id, holdId])))
    .map(({ holdId }) => ({ invariant: 3, text: `hold ${holdId} of ${id} is open and closed`, accountId: id, holdId })));
}

/** The same sums by currency alone. */
export function differencesOf(sums: readonly JournalSum[]): Books['differences'] {
  const groups = Map.groupBy(sums, ({ currency }) => currency);
  return [...groups].map(([currency, all]) => ({ currency, units: all.reduce((total, { units }) => total + units, 0n) }));
}

function unbalanced({ unbalanced: entries, differences }: Books): Wrong[] {
  return [
    ...entries.map((entryId) => ({ invariant: 1, text: `entry ${entryId} does not balance`, entryId })),
    ...differences.filter(({ units }) => units !== 0n).map(({ currency, units }) => ({ invariant: 1, text: `${currency}: credits less debits are ${textOf(Money.ofUnits(currency, units))}` })),
  ];
}

/** Invariants 1 to 3, and 13 for the books, of one tenant (spec/canonical.md). */
export function checkBooks(books: Books): Wrong[] {
  const { sums, accounts, closedHolds } = books;
  const journalOf = new Map(sums.map(({ accountId, currency, units }) => [accountId, Money.ofUnits(currency, units)]));
  const known = new Set(accounts.map(({ id }) => id));
  const unknownAccounts = sums.filter(({ accountId }) => systemAccountOf(accountId) === null && !known.has(accountId));
  return [
    ...unbalanced(books),
    ...accounts.flatMap((account) => ofAccount(account, books, journalOf.get(account.id) ?? Money.zero(currencyOf(account)))), ...ofSystemAccounts(books, journalOf),
    ...closedHolds.flatMap(ofHold), ...heldAndClosed(books),
    ...unknownAccounts.map(({ accountId }) => ({ invariant: 13, text: `entries name ${accountId}, which is no account of this tenant`, accountId })),
  ];
}
