import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { JournalModule } from '../journal/journal.module.js';
import { BooksCheck } from './books-check.js';
import { BooksController } from './books.controller.js';
import { ChangedBooks } from './changed-books.repository.js';
import { EntryTotals } from './entry-totals.repository.js';
import { StoredBooks } from './stored-books.repository.js';

/** Readers of the whole books, and the check that they are right. */
@Module({
  imports: [AccountsModule, JournalModule],
  controllers: [BooksController],
  providers: [BooksCheck, StoredBooks, ChangedBooks, EntryTotals],
  exports: [],
})
export class BooksModule {}
