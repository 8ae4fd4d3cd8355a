import { Controller, type Type } from '@nestjs/common';
import { applyTenantSettings } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { PersistenceOptions, TenantSettings } from '@sluice/persistence';

type Contract = ReturnType<typeof applyTenantSettings>;

/** Every service takes over a tenant's clock and pace by a request of its own name. */
export function tenantSettingsControllerOf(service: string): Type {
  const contract = applyTenantSettings(service);

  @Controller()
  class TenantSettingsController {
    constructor(private readonly settings: TenantSettings, private readonly options: PersistenceOptions) {}

    @OnRequest(contract)
    async apply({ tenantId, body }: Ask<Contract>): Promise<{ now: string }> {
      if (!this.options.sandbox) throw new DomainError('not_found', 'Clocks are advanced in the sandbox only.');
      await this.settings.apply(tenantId, body);
      return { now: (await this.settings.now(tenantId)).toISOString() };
    }
  }
  return TenantSettingsController;
}
