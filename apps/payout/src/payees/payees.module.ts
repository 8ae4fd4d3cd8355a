import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { BankAccountsController } from './bank-accounts.controller.js';
import { BANK_ACCOUNTS, BankAccounts, bankAccountsSchema } from './bank-accounts.repository.js';
import { CounterpartiesController } from './counterparties.controller.js';
import { COUNTERPARTIES, Counterparties, counterpartiesSchema } from './counterparties.repository.js';
import { OlderNames, Payees } from './payees.js';

export const payeesAggregates: readonly ModelDefinition[] = [
  { name: BANK_ACCOUNTS, schema: bankAccountsSchema, collection: BANK_ACCOUNTS },
  { name: COUNTERPARTIES, schema: counterpartiesSchema, collection: COUNTERPARTIES },
];

/** Who can be paid: counterparties and bank accounts. */
@Module({
  controllers: [CounterpartiesController, BankAccountsController],
  providers: [Counterparties, BankAccounts, Payees, OlderNames],
  exports: [Counterparties, Payees],
})
export class PayeesModule {}
