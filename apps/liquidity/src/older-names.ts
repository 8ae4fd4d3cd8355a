import { Injectable, type OnModuleInit } from '@nestjs/common';
import { send, type Outgoing } from '@sluice/contract-kit';
import { nameGiven } from '@sluice/contract-liquidity';
import { OlderDocuments } from '@sluice/persistence';
import { Parties } from './adapters/parties.store.js';
import { Wallets } from './adapters/wallets.store.js';

const named = (subjectId: string, name: unknown): Outgoing[] => (name === '' ? [] : [send(nameGiven, { subjectId, name: name as string })]);

/** Tells the names of parties and wallets that were stored by a version that told of none. */
@Injectable()
export class OlderNames implements OnModuleInit {
  constructor(private readonly older: OlderDocuments, private readonly parties: Parties, private readonly wallets: Wallets) {}

  onModuleInit(): void {
    this.older.tellOf(this.parties, ({ _id, name }) => named(_id, name));
    this.older.tellOf(this.wallets, ({ _id, label }) => named(_id, label));
  }
}
