import type { Outgoing } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import type { Cause, Sent } from '@sluice/messaging';
import { Accounts, availableOf, type Account, type AccountChange, type AccountPage } from '../src/accounts/account.js';
import { Book } from '../src/accounts/book.js';
import { PendingEntries } from '../src/accounts/pending-entries.js';
import { ClosedHolds, heldOf, postedOf, type ClosedHold, type HoldName } from '../src/holds/hold.js';
import { Journal, type CurrencyTotals, type Entry, type EntryPage } from '../src/journal/entry.js';

/** Waits before every step that leaves the process. A worker that crashes throws out of it. */
export type Pause = (step: string) => Promise<void>;

export interface Answered {
  readonly causeId: string;
  readonly type: string;
  readonly body: unknown;
}

const atOnce: Pause = async () => {};
const keyOf = (...parts: string[]): string => JSON.stringify(parts);
const outgoing = (sent: Sent): sent is Outgoing => 'contract' in sent;

/** What outlives every process: the three collections, and the messages that were sent. */
export class World {
  readonly accounts = new Map<string, { version: number; account: Account }>();
  readonly entries = new Map<string, Entry>();
  readonly closedHolds = new Map<string, ClosedHold>();
  readonly answers: Answered[] = [];
  now = new Date('2026-11-21T10:00:00Z');

  constructor(private readonly afterWrite: (world: World) => void = () => {}) {}

  /** A process of its own over the same collections. */
  book(pause: Pause = atOnce): Book {
    const accounts = new AccountsInWorld(this, pause);
    const journal = new JournalInWorld(this, pause);
    const closedHolds = new ClosedHoldsInWorld(this, pause);
    return new Book(accounts, journal, closedHolds, new PendingEntries(accounts, journal, closedHolds), { now: async () => this.now });
  }

  account(id: string): Account {
    const found = this.accounts.get(keyOf('acme', id));
    if (found === undefined) throw new Error(`No account ${id}`);
    return found.account;
  }

  /** Every entry there is, in the journal or still pending in an account, each once. */
  booked(): Entry[] {
    const carried = [...this.accounts.values()].flatMap(({ account }) => account.pendingEntries);
    return [...new Map([...this.entries.values(), ...carried].map((entry) => [entry.id, entry])).values()];
  }

  answered(cause: Cause, sent: readonly Sent[] = []): void {
    for (const { contract, body } of sent.filter(outgoing)) this.answers.push({ causeId: cause.id, type: contract.type, body });
  }

  /** Writes only over the version that was read, as the database does; false when another was faster. */
  write(key: string, version: number, account: Account): boolean {
    if ((this.accounts.get(key)?.version ?? 0) !== version) return false;
    this.accounts.set(key, { version: version + 1, account });
    return true;
  }

  written(): void {
    this.afterWrite(this);
  }
}

class AccountsInWorld extends Accounts {
  constructor(private readonly world: World, private readonly pause: Pause) {
    super();
  }

  async change(cause: Cause, accountId: string, decide: (account: Account | null) => Promise<AccountChange | null>): Promise<Account | null> {
    const key = keyOf(cause.tenantId, accountId);
    for (;;) {
      await this.pause('read the account');
      const { account: current = null, version = 0 } = this.world.accounts.get(key) ?? {};
      const change = await decide(current);
      await this.pause('write the account');
      if (change?.account !== undefined && !this.world.write(key, version, change.account)) continue;
      this.world.answered(cause, change?.send);
      this.world.written();
      await this.pause('return');
      return change?.account ?? current;
    }
  }

  async answer(cause: Cause, _owner: string, sent: readonly Sent[]): Promise<void> {
    this.world.answered(cause, sent);
  }

  async ofOwner(tenantId: string, owner: string): Promise<Account[]> {
    return (await this.withPendingEntries(tenantId)).filter((account) => account.owner === owner);
  }

  async find(tenantId: string, accountId: string): Promise<Account | null> {
    return this.world.accounts.get(keyOf(tenantId, accountId))?.account ?? null;
  }

  async page(): Promise<AccountPage> {
    throw new DomainError('invalid_request', 'Pages are read from a real database only.');
  }

  async withPendingEntries(tenantId: string): Promise<Account[]> {
    return [...this.world.accounts.values()].map(({ account }) => account).filter((account) => account.tenantId === tenantId);
  }
}

class JournalInWorld extends Journal {
  constructor(private readonly world: World, private readonly pause: Pause) {
    super();
  }

  async insert(_tenantId: string, entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      await this.pause('insert an entry');
      if (!this.world.entries.has(entry.id)) this.world.entries.set(entry.id, entry);
      this.world.written();
    }
  }

  async has(entryId: string): Promise<boolean> {
    await this.pause('read the journal');
    return this.world.entries.has(entryId);
  }

  async page(): Promise<EntryPage> {
    return { entries: [...this.world.entries.values()], hasMore: false };
  }

  async totals(): Promise<CurrencyTotals[]> {
    return [];
  }
}

class ClosedHoldsInWorld extends ClosedHolds {
  constructor(private readonly world: World, private readonly pause: Pause) {
    super();
  }

  async insert(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void> {
    for (const hold of holds) {
      await this.pause('insert a closed hold');
      const key = keyOf(tenantId, accountId, hold.holdId);
      if (!this.world.closedHolds.has(key)) this.world.closedHolds.set(key, hold);
      this.world.written();
    }
  }

  async find({ tenantId, accountId, holdId }: HoldName): Promise<ClosedHold | null> {
    await this.pause('look up a closed hold');
    return this.world.closedHolds.get(keyOf(tenantId, accountId, holdId)) ?? null;
  }
}

const sum = (amounts: readonly Money[], zero: Money): Money => amounts.reduce((total, amount) => total.plus(amount), zero);

/** Every entry there is of an account, in the journal or still pending in it, each once. */
function entriesOf(world: World, account: Account): Entry[] {
  const all = new Map([...world.entries, ...account.pendingEntries.map((entry) => [entry.id, entry] as const)]);
  return [...all.values()].filter(({ lines }) => lines.some(({ accountId }) => accountId === account.id));
}

function closedHoldsOf(world: World, account: Account): ClosedHold[] {
  const archived = [...world.closedHolds].filter(([key]) => (JSON.parse(key) as string[])[1] === account.id).map(([, hold]) => hold);
  return [...new Map([...archived, ...account.pendingClosedHolds].map((hold) => [hold.holdId, hold])).values()];
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
