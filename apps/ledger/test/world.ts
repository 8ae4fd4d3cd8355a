import type { Outgoing } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Cause, Sent } from '@sluice/messaging';
import type { Account } from '../src/account/account.js';
import type { Entry } from '../src/account/entry.js';
import type { ClosedHold } from '../src/account/hold.js';
import { Book } from '../src/book/book.js';
import { Filing } from '../src/book/filing.js';
import { Accounts, type AccountChange, type AccountPage } from '../src/ports/accounts.js';
import { ClosedHolds, type HoldName } from '../src/ports/closed-holds.js';
import { Journal, type CurrencyTotals, type EntryPage } from '../src/ports/journal.js';

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
    return new Book(accounts, journal, closedHolds, new Filing(accounts, journal, closedHolds), { now: async () => this.now });
  }

  account(id: string): Account {
    const found = this.accounts.get(keyOf('acme', id));
    if (found === undefined) throw new Error(`No account ${id}`);
    return found.account;
  }

  /** Every entry there is, filed or still carried by an account, each once. */
  booked(): Entry[] {
    const carried = [...this.accounts.values()].flatMap(({ account }) => account.unfiled.entries);
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
    return (await this.unfiled(tenantId)).filter((account) => account.owner === owner);
  }

  async find(tenantId: string, accountId: string): Promise<Account | null> {
    return this.world.accounts.get(keyOf(tenantId, accountId))?.account ?? null;
  }

  async page(): Promise<AccountPage> {
    throw new DomainError('invalid_request', 'Pages are read from a real database only.');
  }

  async unfiled(tenantId: string): Promise<Account[]> {
    return [...this.world.accounts.values()].map(({ account }) => account).filter((account) => account.tenantId === tenantId);
  }
}

class JournalInWorld extends Journal {
  constructor(private readonly world: World, private readonly pause: Pause) {
    super();
  }

  async file(_tenantId: string, entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      await this.pause('file an entry');
      if (!this.world.entries.has(entry.id)) this.world.entries.set(entry.id, entry);
      this.world.written();
    }
  }

  async has(entryId: string): Promise<boolean> {
    await this.pause('look into the journal');
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

  async file(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void> {
    for (const hold of holds) {
      await this.pause('file a closed hold');
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
