import { Module } from '@nestjs/common';
import { ClosedHolds } from '../holds/hold.js';
import { BalanceSnapshots } from './balance-snapshots.repository.js';
import { MongoClosedHolds } from './closed-holds.repository.js';
import { Journal } from './entry.js';
import { MongoJournal } from './journal.repository.js';
import { SystemAccounts } from './system-accounts.repository.js';

/** What is written once and never changed, entries and ended holds, and the balances that follow from entries alone. */
@Module({
  providers: [BalanceSnapshots, { provide: Journal, useClass: MongoJournal }, { provide: ClosedHolds, useClass: MongoClosedHolds }, SystemAccounts],
  exports: [Journal, ClosedHolds, SystemAccounts],
})
export class JournalModule {}
