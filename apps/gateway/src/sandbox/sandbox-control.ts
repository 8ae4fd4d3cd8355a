import { Injectable, type CanActivate } from '@nestjs/common';
import { setRules } from '@sluice/contract-compliance';
import { applyTenantSettings } from '@sluice/contract-kit';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { HttpProblem } from '../http/problem.js';
import { Services } from '../services/services.js';
import { LocalChains } from './providers/local-chains.http.js';
import { Simulators } from './providers/simulators.http.js';
import { advanced, changed, type Sandbox, type SandboxChange } from './sandbox.js';
import { Sandboxes } from './sandboxes.repository.js';

/** Clocks and the outside world are played with in the sandbox only; elsewhere these paths do not exist. */
@Injectable()
export class SandboxGuard implements CanActivate {
  constructor(private readonly config: ServiceConfig) {}

  canActivate(): boolean {
    if (this.config.sandbox) return true;
    throw new HttpProblem('unknown_path', 'There is nothing at this path.');
  }
}

/** Everyone who lives on the tenant's clock. */
const followers = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'].map(applyTenantSettings);

/** Changes a tenant's sandbox everywhere: when a call returns, every service and the simulated outside world have the change. */
@Injectable()
export class SandboxControl {
  constructor(
    private readonly sandboxes: Sandboxes,
    private readonly services: Services,
    private readonly simulators: Simulators,
    private readonly settings: TenantSettings,
    private readonly chains: LocalChains,
  ) {}

  now(tenantId: string): Promise<Date> {
    return this.settings.now(tenantId);
  }

  read(tenantId: string): Promise<Sandbox> {
    return this.sandboxes.read(tenantId);
  }

  async advance(tenantId: string, byMs: number): Promise<Date> {
    const sandbox = await this.sandboxes.change(tenantId, (current) => advanced(current, byMs));
    // The chains go first: nothing that a tenant's time has made due may find them behind it.
    await this.chains.bringTo(new Date(Date.now() + (await this.sandboxes.furthestOffsetMs())));
    await this.spread(tenantId, sandbox);
    return this.now(tenantId);
  }

  async change(tenantId: string, change: SandboxChange): Promise<Sandbox> {
    const sandbox = await this.sandboxes.change(tenantId, (current) => changed(current, change));
    await this.spread(tenantId, sandbox);
    if (change.rfi) await this.services.request(setRules, { ...sandbox.rfi, revision: sandbox.revision }, { tenantId });
    return sandbox;
  }

  /** Settings travel whole and with their revision, so whoever missed a change catches up with the next. */
  private async spread(tenantId: string, { revision, clockOffsetMs, pace }: Sandbox): Promise<void> {
    const settings = { revision, clockOffsetMs, pace };
    await this.simulators.setTenant(tenantId, settings);
    await Promise.all([
      this.settings.apply(tenantId, settings),
      ...followers.map((follower) => this.services.request(follower, settings, { tenantId })),
    ]);
  }
}
