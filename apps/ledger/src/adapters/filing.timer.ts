import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '@sluice/persistence';
import { Book } from '../book/book.js';
import { AccountStore } from './account.store.js';

/** Settles accounts that nobody touched since: what a crash left unfiled is filed here, too. */
@Injectable()
export class FilingTimer implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly store: AccountStore,
    private readonly book: Book,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.store, ({ state }, cause) => this.book.settle(cause, state.accountId));
  }
}
