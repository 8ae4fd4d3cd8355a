import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { BankAccountsController } from './bank-accounts.controller.js';
import { BankAccounts, bankAccounts } from './bank-accounts.repository.js';
import { CounterpartiesController } from './counterparties.controller.js';
import { Counterparties, counterparties } from './counterparties.repository.js';
import { OlderNames, Payees } from './payees.js';

export const payeesAggregates: readonly ModelDefinition[] = [
  bankAccounts,
  counterparties,
];

/** Who can be paid: counterparties and bank accounts. */
@Module({
  controllers: [CounterpartiesController, BankAccountsController],
  providers: [Counterparties, BankAccounts, Payees, OlderNames],
  exports: [Counterparties, Payees],
})
export class PayeesModule {}
