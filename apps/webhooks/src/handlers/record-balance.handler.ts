import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { recordBalance } from '@sluice/contract-webhooks';
import { OnMessage, RetryLater } from '@sluice/messaging';
import { WalletBalances } from '../adapters/wallet-balances.store.js';
import { balanceEventId, isChange } from '../balance/wallet-balance.js';
import { Announcements } from '../delivery/announcements.js';
import { braid } from '../dialects/braid.js';

/** Tells first and remembers then, so that a death in between tells again, under the same event id. */
@Controller()
export class RecordBalanceHandler {
  constructor(private readonly balances: WalletBalances, private readonly announcements: Announcements) {}

  @OnMessage(recordBalance)
  async handle(message: Envelope<BodyOf<typeof recordBalance>>): Promise<void> {
    const { tenantId, body } = message;
    const { walletId, balance, observedAt } = body;
    const last = await this.balances.find(walletId);
    if (!isChange(body, last?.state)) return;
    const version = last?.version ?? 0;
    const notification = braid.tellBalance?.(balanceEventId(body, version), body);
    const audience = await this.announcements.audience(tenantId, 'braid');
    if (notification) await this.announcements.announce(audience, notification, { happenedAt: observedAt }, message);
    await this.balances.change(walletId, message, (current) => {
      if ((current?.version ?? 0) !== version) throw new RetryLater('The balance changed while it was told of.');
      return { state: { balance, observedAt } };
    });
  }
}
