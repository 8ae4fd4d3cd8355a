import type { Envelope } from '@sluice/contract-kit';
import { send } from '@sluice/contract-kit';
import { holdPosted } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { InventedNameLists } from '../../../../../apps/compliance/src/names/name-lists.js';
import { MongoJournal } from '../../../../../apps/ledger/src/journal/journal.repository.js';
import { MongoClosedHolds } from '../../../../../apps/ledger/src/journal/closed-holds.repository.js';
import { nothingPending, type Account } from '../../../../../apps/ledger/src/accounts/account.js';
import type { HoldDecision, HoldSituation } from '../../../../../apps/ledger/src/holds/hold-commands.js';
import { voidHold } from '../../../../../apps/ledger/src/holds/hold-commands.js';
import { Book } from '../../../../../apps/ledger/src/accounts/book.js';
import { PendingEntries } from '../../../../../apps/ledger/src/accounts/pending-entries.js';
import { BankLegProcess } from '../../../../../apps/payout/src/bank-payments/bank-leg.process.js';
import { BankReports } from '../../../../../apps/payout/src/bank-payments/bank-reports.js';
import type { BankReport, Instruction } from '../../../../../apps/payout/src/providers/bank.js';
import type { SellOrder } from '../../../../../apps/liquidity/src/providers/custodian.js';
import { EventRecordsRepository } from '../../../../../apps/webhooks/src/event-log/event-records.repository.js';
import { LegsController } from '../../../../../apps/liquidity/src/legs/legs.controller.js';
import { Bank } from '../outside/bank.js';
import { Chain, type Transfer } from '../outside/chain.js';
import { Custodian } from '../outside/custodian.js';
import { method, type Undo } from './patch.js';

type Decide = (command: { readonly holdId: string; readonly accountId: string }, situation: HoldSituation) => HoldDecision;
type HoldMessage = Envelope<{ readonly holdId: string; readonly accountId: string; readonly postings?: readonly { readonly postingId: string }[] }>;

/** Lets a decision about a hold be another one. */
const deciding = (change: (message: HoldMessage, decide: Decide) => { message: HoldMessage; decide: Decide }): Undo =>
  method<[HoldMessage, Decide]>(Book, 'decideOnHold', (original, self, message, decide) => {
    const changed = change(message, decide);
    return original(self, changed.message, changed.decide);
  });

const isPost = ({ type }: HoldMessage): boolean => type === 'ledger.post-hold';

/** Money of the account's own currency. */
const nothingOf = (account: Account | null): Money => Money.zero(account?.posted.currency ?? 'USD');

export const ledgerBugs = {
  'release and settle are swapped: posting a hold gives it back': () => deciding((message, decide) => ({
    message,
    decide: !isPost(message) ? decide : (command, situation) => {
      const nothing = nothingOf(situation.account).toJson();
      const given = voidHold({ ...command, currency: nothing.currency }, situation);
      return { ...given, answer: send(holdPosted, { holdId: command.holdId, accountId: command.accountId, posted: nothing, open: nothing }) };
    },
  })),

  'a hold is posted twice when it is asked for twice': () => deciding((message, decide) => ({
    decide: !isPost(message) ? decide : (command, { closed, account, ...situation }) => decide(command, {
      ...situation, closed: null, account: closed === null || account === null ? account : { ...account, pending: account.pending.plus(closed.amount), holds: [...account.holds, { ...closed, postings: [] }] },
    }),
    message: isPost(message) ? { ...message, body: { ...message.body, postings: (message.body.postings ?? []).map((posting) => ({ ...posting, postingId: `${posting.postingId} ${message.id} ${Math.random()}` })) } } : message,
  })),

  'closed holds are forgotten': () => method(MongoClosedHolds, 'find', () => Promise.resolve(null)),

  'a credit that is booked already is credited again': () => method(MongoJournal, 'has', () => Promise.resolve(false)),

  'pending entries are dropped before they are in the journal': () => method<[Account]>(PendingEntries, 'insert', (_, _self, account) => Promise.resolve({ ...account, ...nothingPending })),
} as const satisfies Record<string, () => Undo>;

export const logBugs = {
  'a change that comes early is not held': () => method(EventRecordsRepository, 'hold', () => Promise.resolve()),

  'a position that was taken by another is taken for one’s own': () => method<[readonly object[]]>(EventRecordsRepository, 'append', async (original, self, events) => {
    await original(self, events);
    return 'appended';
  }),

  'held changes are let go before they are in the log': () => method<[string, readonly string[]]>(EventRecordsRepository, 'afterAppend', async (original, self, tenantId, ids) => {
    await (self as EventRecordsRepository).release(ids);
    return original(self, tenantId, ids);
  }),
} as const satisfies Record<string, () => Undo>;

let tries = 0;

export const participantBugs = {
  'a payment is sent under a new key each time': () => method<[Instruction]>(Bank, 'submit', (original, self, instruction) => original(self, { ...instruction, key: `${instruction.key} ${(tries += 1)}` })),

  'what was sent without an answer is sent again unasked': () => method<[string]>(Bank, 'inquire', () => null),

  'a payment that the bank has refused is told as delivered': () => method<[unknown, BankReport]>(BankReports, 'takeNotice', (original, self, about, notice) =>
    original(self, about, notice.status === 'rejected' ? { status: 'settled', trace: 'none' } : notice)),

  'a leg whose transaction came to nothing is told as failed unasked': () => method<[string, bigint]>(Chain, 'fate', () => ({ kind: 'dead' })),

  'a signed transfer is sent with another authorization each time': () => method<[string, Transfer]>(Chain, 'send', (original, self, key, transfer) => original(self, `${key} ${(tries += 1)}`, { ...transfer, nonce: `${transfer.nonce}${tries}` })),

  'allocations of a delivered leg are not taken out': () => method(LegsController, 'take', () => Promise.resolve()),

  'returns are not told': () => method<[unknown, BankReport]>(BankReports, 'takeNotice', (original, self, about, notice) => (notice.status === 'returned' ? Promise.resolve() : original(self, about, notice))),

  'the bank is not asked about what it does not tell': () => method(BankLegProcess, 'inquire', () => Promise.resolve()),

  'nobody is on a list': () => method(InventedNameLists, 'hitsFor', () => Promise.resolve([])),

  'an order to sell is given under a new key each time': () => method<[SellOrder]>(Custodian, 'sell', (original, self, order) => original(self, { ...order, key: `${order.key} ${(tries += 1)}` })),
} as const satisfies Record<string, () => Undo>;
