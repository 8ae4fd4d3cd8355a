import { Module } from '@nestjs/common';
import { headsSchema, totalsSchema } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { AccountsModule } from './accounts/accounts.module.js';
import { accounts } from './accounts/accounts.repository.js';
import { BooksModule } from './books/books.module.js';
import { ENTRY_FOLDS, ENTRY_TOTALS } from './books/entry-totals.repository.js';
import { CreditsModule } from './credits/credits.module.js';
import { HoldsModule } from './holds/holds.module.js';
import { BALANCE_SNAPSHOTS, balanceSnapshotSchema } from './journal/balance-snapshots.repository.js';
import { CLOSED_HOLDS, closedHoldSchema } from './journal/closed-holds.repository.js';
import { ENTRIES, entrySchema } from './journal/entries.repository.js';
import { JournalModule } from './journal/journal.module.js';

const aggregates = [
  accounts,
  { name: ENTRIES, schema: entrySchema, collection: ENTRIES },
  { name: BALANCE_SNAPSHOTS, schema: balanceSnapshotSchema, collection: BALANCE_SNAPSHOTS },
  { name: CLOSED_HOLDS, schema: closedHoldSchema, collection: CLOSED_HOLDS },
  { name: ENTRY_TOTALS, schema: totalsSchema, collection: ENTRY_TOTALS },
  { name: ENTRY_FOLDS, schema: headsSchema, collection: ENTRY_FOLDS },
];

@Module({ imports: [ServiceModule.forRoot({ service: 'ledger', aggregates }), JournalModule, AccountsModule, HoldsModule, CreditsModule, BooksModule] })
export class LedgerModule {}
