import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Transactions, type TransactionNews } from '@sluice/evm';
import { TenantSettings } from '@sluice/persistence';
import type { Cause } from '@sluice/messaging';
import { legKeyOf, OWNER } from './providers/usdc.http.js';
import { ChainLegs } from './adapters/chain-legs.store.js';
import { heardFromChain } from './chain-leg/chain-steps.js';

/** Steps that one piece of news may take: a payment is seen in a block before it is seen to have arrived. */
const MOST_STEPS = 3;

/** Writes down what transactions have come to. */
@Injectable()
export class ChainNews implements OnModuleInit {
  private readonly logger = new Logger(ChainNews.name);

  constructor(private readonly transactions: Transactions, private readonly legs: ChainLegs, private readonly settings: TenantSettings) {}

  onModuleInit(): void {
    this.transactions.watch(OWNER, (news, cause) => this.hear(news, cause));
  }

  private async hear(news: TransactionNews, { tenantId }: Cause): Promise<void> {
    const now = await this.settings.now(tenantId);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const changed = await this.legs.step(legKeyOf(news.key), (leg) => heardFromChain(leg, news, now));
      if (changed?.state.goneFor !== undefined) this.logger.error(`The leg ${changed.id} was delivered, is gone from its chain and cannot be sent again: ${changed.state.goneFor}.`);
      if (changed === null || (news.kind !== 'confirmed' && news.kind !== 'final')) return;
    }
  }
}
