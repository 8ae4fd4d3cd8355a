import { Module } from '@nestjs/common';
import { JournalModule } from '../journal/journal.module.js';
import { Accounts } from './account.js';
import { AccountViews } from './account.view.js';
import { AccountsController } from './accounts.controller.js';
import { AccountStore, MongoAccounts } from './accounts.repository.js';
import { AccountTimer, Book } from './book.js';
import { PendingEntries } from './pending-entries.js';

/** Accounts with a balance of their own, and the one way in which they change. */
@Module({
  imports: [JournalModule],
  controllers: [AccountsController],
  providers: [AccountStore, { provide: Accounts, useClass: MongoAccounts }, Book, AccountTimer, PendingEntries, AccountViews],
  exports: [AccountStore, Accounts, Book, PendingEntries],
})
export class AccountsModule {}
