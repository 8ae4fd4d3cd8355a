import { Controller } from '@nestjs/common';
import { operateWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { canonicalViewOf } from '../withdrawal/canonical-view.js';
import { operate } from '../withdrawal/operate.js';

@Controller()
export class OperateWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(operateWithdrawal)
  async handle(ask: Ask<typeof operateWithdrawal>): Promise<CanonicalView> {
    const { tenantId, body } = ask;
    const now = await this.settings.now(tenantId);
    const { id } = await this.withdrawals.byAnyId(body.id, tenantId);
    const changed = await this.withdrawals.change(id, { ...ask, withdrawalId: id }, (current) => {
      const change = current && operate(current, body, now);
      if (change === 'impossible') throw new DomainError('invalid_status', `Nothing that ${current?.state.state} waits for allows this.`);
      return change;
    });
    if (!changed) throw new DomainError('not_found', 'There is no such withdrawal.');
    return canonicalViewOf(changed, now);
  }
}
