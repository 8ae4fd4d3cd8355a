import { Module } from '@nestjs/common';
import { Accounts, Counterparties } from './accounts.js';

/** Accounts and counterparties, for every dialect. */
@Module({ providers: [Accounts, Counterparties], exports: [Accounts, Counterparties] })
export class AccountsModule {}
