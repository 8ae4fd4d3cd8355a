import { Module } from '@nestjs/common';
import { headsSchema, totalsSchema } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { AccountStore, ACCOUNTS } from './adapters/account.store.js';
import { BringForward } from './adapters/bring-forward.js';
import { FilingTimer } from './adapters/filing.timer.js';
import { accountSchema, BROUGHT_FORWARD, broughtForwardSchema, closedHoldSchema, ENTRIES, ENTRY_FOLDS, ENTRY_TOTALS, entrySchema } from './adapters/ledger.schemas.js';
import { MongoAccounts } from './adapters/mongo-accounts.js';
import { CLOSED_HOLDS, MongoClosedHolds } from './adapters/mongo-closed-holds.js';
import { MongoJournal } from './adapters/mongo-journal.js';
import { MongoNamedAccounts } from './adapters/mongo-named-accounts.js';
import { AccountList } from './book/account-list.js';
import { Book } from './book/book.js';
import { Filing } from './book/filing.js';
import { EntryTotals } from './adapters/entry-totals.js';
import { FollowedBooks } from './adapters/followed-books.js';
import { StoredBooks } from './adapters/stored-books.js';
import { BooksCheck } from './checking/books-check.js';
import { BookHoldingHandler } from './handlers/book-holding.handler.js';
import { BookProceedsHandler } from './handlers/book-proceeds.handler.js';
import { BookReturnHandler } from './handlers/book-return.handler.js';
import { CheckBooksHandler } from './handlers/check-books.handler.js';
import { CreditFeeHandler } from './handlers/credit-fee.handler.js';
import { DepositHandler } from './handlers/deposit.handler.js';
import { GetAccountHandler } from './handlers/get-account.handler.js';
import { ListAccountsHandler } from './handlers/list-accounts.handler.js';
import { ListEntriesHandler } from './handlers/list-entries.handler.js';
import { ListOpenHoldsHandler } from './handlers/list-open-holds.handler.js';
import { OpenAccountHandler } from './handlers/open-account.handler.js';
import { PlaceHoldHandler } from './handlers/place-hold.handler.js';
import { PostHoldHandler } from './handlers/post-hold.handler.js';
import { SetAccountStatusHandler } from './handlers/set-account-status.handler.js';
import { StateBalancesHandler } from './handlers/state-balances.handler.js';
import { TrialBalanceHandler } from './handlers/trial-balance.handler.js';
import { VoidHoldHandler } from './handlers/void-hold.handler.js';
import { Accounts } from './ports/accounts.js';
import { ClosedHolds } from './ports/closed-holds.js';
import { Journal } from './ports/journal.js';
import { NamedAccounts } from './ports/named-accounts.js';

const aggregates = [
  { name: ACCOUNTS, schema: accountSchema, collection: ACCOUNTS },
  { name: ENTRIES, schema: entrySchema, collection: ENTRIES },
  { name: BROUGHT_FORWARD, schema: broughtForwardSchema, collection: BROUGHT_FORWARD },
  { name: CLOSED_HOLDS, schema: closedHoldSchema, collection: CLOSED_HOLDS },
  { name: ENTRY_TOTALS, schema: totalsSchema, collection: ENTRY_TOTALS },
  { name: ENTRY_FOLDS, schema: headsSchema, collection: ENTRY_FOLDS },
];

@Module({
  imports: [ServiceModule.forRoot({ service: 'ledger', aggregates })],
  controllers: [
    PlaceHoldHandler, PostHoldHandler, VoidHoldHandler, BookReturnHandler, StateBalancesHandler, BookProceedsHandler, CreditFeeHandler, BookHoldingHandler,
    OpenAccountHandler, GetAccountHandler, ListAccountsHandler, SetAccountStatusHandler, DepositHandler, ListEntriesHandler, TrialBalanceHandler,
    CheckBooksHandler, ListOpenHoldsHandler,
  ],
  providers: [
    Book, Filing, FilingTimer, AccountList, AccountStore, BringForward, StoredBooks, EntryTotals, FollowedBooks, BooksCheck,
    { provide: Accounts, useClass: MongoAccounts },
    { provide: NamedAccounts, useClass: MongoNamedAccounts },
    { provide: Journal, useClass: MongoJournal },
    { provide: ClosedHolds, useClass: MongoClosedHolds },
  ],
})
export class LedgerModule {}
