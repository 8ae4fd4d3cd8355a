import { Controller } from '@nestjs/common';
import { unsubscribe } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Subscriptions } from '../adapters/subscriptions.store.js';

@Controller()
export class UnsubscribeHandler {
  constructor(private readonly subscriptions: Subscriptions) {}

  @OnRequest(unsubscribe)
  async handle(ask: Ask<typeof unsubscribe>): Promise<{ id: string }> {
    const { id, dialect } = ask.body;
    const found = await this.subscriptions.mine(id, ask.tenantId);
    if (found.state.dialect !== dialect) throw new DomainError('not_found', 'There is no such subscription.');
    await this.subscriptions.change(id, ask, (current) => current && { state: { ...current.state, active: false, deletedAt: new Date().toISOString() } });
    return { id };
  }
}
