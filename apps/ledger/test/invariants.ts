import { Money } from '@sluice/kernel';
import { availableOf, type Account } from '../src/account/account.js';
import type { Entry } from '../src/account/entry.js';
import { heldOf, postedOf, type ClosedHold } from '../src/account/hold.js';
import type { World } from './world.js';

const sum = (amounts: readonly Money[], zero: Money): Money => amounts.reduce((total, amount) => total.plus(amount), zero);

/** Every entry there is of an account, filed or still carried by it, each once. */
function entriesOf(world: World, account: Account): Entry[] {
  const all = new Map([...world.entries, ...account.unfiled.entries.map((entry) => [entry.id, entry] as const)]);
  return [...all.values()].filter(({ lines }) => lines.some(({ accountId }) => accountId === account.id));
}

function closedHoldsOf(world: World, account: Account): ClosedHold[] {
  const filed = [...world.closedHolds].filter(([key]) => (JSON.parse(key) as string[])[1] === account.id).map(([, hold]) => hold);
  return [...new Map([...filed, ...account.unfiled.holds].map((hold) => [hold.holdId, hold])).values()];
}

function violationsOf(world: World, account: Account): string[] {
  const zero = Money.zero(account.posted.currency);
  const entries = entriesOf(world, account);
  const lines = entries.flatMap((entry) => entry.lines);
  const own = lines.filter(({ accountId }) => accountId === account.id);
  const closed = closedHoldsOf(world, account);
  const postings = [...account.holds, ...closed].flatMap((hold) => hold.postings);
  const facts: Record<string, boolean> = {
    'available is never below zero': availableOf(account).compare(zero) >= 0,
    'pending is what the open holds hold': account.pending.equals(sum(account.holds.map(heldOf), zero)),
    'posted is what the entries come to': account.posted.equals(sum(own.map(({ credit, debit }) => credit.minus(debit)), zero)),
    'every entry balances': entries.every((entry) => sum(entry.lines.map(({ debit, credit }) => debit.minus(credit)), zero).isZero),
    'an open hold holds something': account.holds.every((hold) => heldOf(hold).isPositive),
    'no hold is open and closed': account.holds.every((hold) => closed.every(({ holdId }) => holdId !== hold.holdId)),
    'a closed hold is accounted for': closed.every((hold) => postedOf(hold).plus(hold.released).equals(hold.amount)),
    'every posting has its entry': postings.length === entries.filter(({ kind }) => kind === 'posting').length,
  };
  return Object.entries(facts).flatMap(([fact, holds]) => (holds ? [] : [`${account.id}: ${fact}`]));
}

/** What must be true after every single write, whoever made it. */
export function assertInvariants(world: World): void {
  const violations = [...world.accounts.values()].flatMap(({ account }) => violationsOf(world, account));
  if (violations.length > 0) throw new Error(violations.join('\n'));
}
