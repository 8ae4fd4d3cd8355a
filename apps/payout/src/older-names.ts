import { Injectable, type OnModuleInit } from '@nestjs/common';
import { send, type Outgoing } from '@sluice/contract-kit';
import { nameGiven } from '@sluice/contract-payout';
import { OlderDocuments, type OlderDocument } from '@sluice/persistence';
import { BankAccounts } from './adapters/bank-accounts.store.js';
import { Counterparties } from './adapters/counterparties.store.js';

const named = ({ _id, name }: OlderDocument): Outgoing[] => [send(nameGiven, { subjectId: _id, name: name as string })];

/** Tells the names of payees that were stored by a version that told of none. */
@Injectable()
export class OlderNames implements OnModuleInit {
  constructor(private readonly older: OlderDocuments, private readonly counterparties: Counterparties, private readonly accounts: BankAccounts) {}

  onModuleInit(): void {
    this.older.tellOf(this.counterparties, named);
    this.older.tellOf(this.accounts, named);
  }
}
