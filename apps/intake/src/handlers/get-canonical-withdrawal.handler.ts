import { Controller } from '@nestjs/common';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { canonicalViewOf } from '../withdrawal/canonical-view.js';

@Controller()
export class GetCanonicalWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(getCanonicalWithdrawal)
  async handle({ tenantId, body }: Ask<typeof getCanonicalWithdrawal>): Promise<CanonicalView> {
    return canonicalViewOf(await this.withdrawals.byAnyId(body.id, tenantId), await this.settings.now(tenantId));
  }
}
