import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Envelope } from '@sluice/contract-kit';
import { DomainError, type TenantClock } from '@sluice/kernel';
import type { Cause, Sent } from '@sluice/messaging';
import { TenantSettings, Timers } from '@sluice/persistence';
import { cashAccountOf, credited, creditIdOf, holdingEntryOf, type Credit, type HoldingIn } from '../credits/credit.js';
import { ClosedHolds } from '../holds/hold.js';
import { openHoldOf, withoutExpired, type HoldDecision, type HoldSituation } from '../holds/hold-commands.js';
import { Journal } from '../journal/entry.js';
import { Accounts, opened, withStatus, type Account, type AccountChange, type AccountStatus, type Opening } from './account.js';
import { AccountStore } from './accounts.repository.js';
import { PendingEntries } from './pending-entries.js';

interface HoldCommand {
  readonly holdId: string;
  readonly accountId: string;
}

export interface CashCredits {
  readonly cause: Cause;
  readonly accountId: string;
  readonly owner: string;
  readonly credits: readonly Credit[];
  readonly send: readonly Sent[];
}

const notFound = (accountId: string) => new DomainError('not_found', `There is no account ${accountId}.`);

/**
 * Where commands meet accounts. Every change goes the same way, and the order is what makes it happen once for good:
 * read the account, insert its pending entries, look up what was booked before, decide, write by the version that was read
 * (docs/decisions/0020).
 */
@Injectable()
export class Book {
  constructor(
    private readonly accounts: Accounts,
    private readonly journal: Journal,
    private readonly closedHolds: ClosedHolds,
    private readonly pendingEntries: PendingEntries,
    @Inject(TenantSettings) private readonly clock: TenantClock,
  ) {}

  /** Opens an account once; opened before, it stays as it is. */
  async open(cause: Cause, opening: Omit<Opening, 'openedAt' | 'tenantId'>): Promise<Account> {
    const openedAt = await this.clock.now(cause.tenantId);
    const account = await this.accounts.change(cause, opening.id, async (current) =>
      current === null ? { account: opened({ ...opening, tenantId: cause.tenantId, openedAt }) } : null,
    );
    if (account === null) throw notFound(opening.id);
    return account;
  }

  /** @throws DomainError `not_found` */
  setStatus(cause: Cause, accountId: string, status: AccountStatus): Promise<Account> {
    return this.changeExisting(cause, accountId, async (account) => {
      const changed = withStatus(account, status);
      return changed === null ? null : { account: changed };
    });
  }

  /**
   * Books money that comes in, once, and sends the answer.
   * @throws DomainError `not_found`, or as `credited` does
   */
  async credit(cause: Cause, accountId: string, credit: Credit, send: readonly Sent[] = []): Promise<Account> {
    const at = await this.clock.now(cause.tenantId);
    return this.changeExisting(cause, accountId, async (account) => ({ account: await this.withCredits(account, [credit], at), send }));
  }

  /**
   * Books money that comes into a portfolio's cash account, each credit once and all of them or none, and opens the account
   * with the first of it. Without any it only sends.
   * @throws DomainError as `cashAccountOf` and `credited` do
   */
  async creditCash({ cause, accountId, owner, credits, send }: CashCredits): Promise<void> {
    const at = await this.clock.now(cause.tenantId);
    await this.change(cause, accountId, async (current) => {
      const [first] = credits;
      if (first === undefined) return { send };
      const opening = { tenantId: cause.tenantId, id: accountId, owner, openedAt: at, currency: first.amount.currency };
      return { account: await this.withCredits(cashAccountOf(current, opening), credits, at), send };
    });
  }

  /** Books a holding that came in from outside, once. No balance document is in it, so the entry's own id makes it happen once. */
  async bookHolding(tenantId: string, holding: HoldingIn): Promise<void> {
    await this.journal.insert(tenantId, [holdingEntryOf(tenantId, holding, await this.clock.now(tenantId))]);
  }

  /** Decides a command about a hold, and answers it. */
  async decideOnHold<Command extends HoldCommand>(
    message: Envelope<Command>,
    decide: (command: Command, situation: HoldSituation) => HoldDecision,
  ): Promise<void> {
    const { body, tenantId, withdrawalId } = message;
    const name = { tenantId, accountId: body.accountId, holdId: body.holdId };
    const at = await this.clock.now(tenantId);
    await this.change(message, body.accountId, async (account) => {
      const closed = openHoldOf(account, body.holdId) === null ? await this.closedHolds.find(name) : null;
      const decision = decide(body, { account, closed, at, withdrawalId });
      if (decision.closed !== undefined) await this.closedHolds.insert(tenantId, body.accountId, [decision.closed]);
      return { account: decision.account, send: [decision.answer] };
    });
  }

  /** Releases the holds whose time is over, and drops from the account what the journal has by now. */
  async handleDue(cause: Cause, accountId: string): Promise<void> {
    const at = await this.clock.now(cause.tenantId);
    await this.change(cause, accountId, async (account) => (account === null ? null : { account: withoutExpired(account, at) }));
  }

  /** Undefined when all of them were booked before. */
  private async withCredits(account: Account, credits: readonly Credit[], at: Date): Promise<Account | undefined> {
    let after = account;
    for (const credit of credits) {
      const bookedBefore = await this.journal.has(creditIdOf(account, credit));
      after = credited(after, credit, bookedBefore, at) ?? after;
    }
    return after === account ? undefined : after;
  }

  private change(cause: Cause, accountId: string, decide: (account: Account | null) => Promise<AccountChange | null>): Promise<Account | null> {
    return this.accounts.change(cause, accountId, async (account) => decide(account === null ? null : await this.pendingEntries.insert(account)));
  }

  private async changeExisting(cause: Cause, accountId: string, decide: (account: Account) => Promise<AccountChange | null>): Promise<Account> {
    const changed = await this.change(cause, accountId, async (account) => {
      if (account === null) throw notFound(accountId);
      return decide(account);
    });
    if (changed === null) throw notFound(accountId);
    return changed;
  }
}

/** Settles accounts that no command touches: expired holds are released, and pending entries that a crash left are inserted. */
@Injectable()
export class AccountTimer implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly store: AccountStore,
    private readonly book: Book,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.store, ({ state }, cause) => this.book.handleDue(cause, state.accountId));
  }
}
