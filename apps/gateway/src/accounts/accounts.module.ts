import { Module } from '@nestjs/common';
import { Accounts, Counterparties } from './accounts.js';

/** Accounts and counterparties, whatever dialect they are asked for in. */
@Module({ providers: [Accounts, Counterparties], exports: [Accounts, Counterparties] })
export class AccountsModule {}
