import { Injectable } from '@nestjs/common';
import { ServiceAway } from '@sluice/messaging';
import { hasEnded } from '@sluice/saga';
import { IntakeConfig, type TurnLimits } from '../intake.config.js';
import { findRow } from './tables.js';
import { SERVICE_TIMEOUT } from './vocabulary.js';
import type { Withdrawal } from './withdrawal.js';
import { Withdrawals } from './withdrawals.repository.js';

interface Waiting {
  readonly id: string;
  admit(): void;
}

class Tenant {
  /** By id, when each changed last. */
  readonly underWay = new Map<string, number>();
  readonly waiting = new Set<Waiting>();
  begunAt = -Infinity;
}

/** Too many of this tenant wait, or this one has waited for too long. */
export class NoTurn extends Error {
  override readonly name = 'NoTurn';
}

/**
 * Bounds what is worked on of one tenant while others have work too; alone, a tenant may have all. Those that wait are begun in the
 * order of arrival. Nothing of it is stored: a process that dies leaves nothing behind that would have to be counted again.
 */
export class TenantTurns {
  private readonly tenants = new Map<string, Tenant>();

  constructor(private readonly limits: TurnLimits, private readonly clock: () => number = Date.now) {}

  /** Resolves when this one may begin; it is under way then. @throws NoTurn */
  async take(tenantId: string, id: string): Promise<void> {
    const tenant = this.tenantOf(tenantId);
    const { waiting } = this.limits;
    tenant.begunAt = this.clock();
    if (tenant.underWay.has(id) || (tenant.waiting.size === 0 && this.hasRoom(tenantId, tenant))) return void tenant.underWay.set(id, this.clock());
    if (tenant.waiting.size >= waiting) throw new NoTurn(`${tenant.waiting.size} requests of this tenant wait for their turn already.`);
    await this.wait(tenantId, tenant, id);
  }

  /** It was changed, and is worked on further. */
  goesOn(tenantId: string, id: string): void {
    this.tenantOf(tenantId).underWay.set(id, this.clock());
  }

  /** It has ended, or waits for somebody outside, a customer or a time. */
  rests(tenantId: string, id: string): void {
    const tenant = this.tenantOf(tenantId);
    tenant.underWay.delete(id);
    this.admitMore(tenantId, tenant);
    if (tenant.underWay.size === 0 && tenant.waiting.size === 0 && this.isAbsent(tenant)) this.tenants.delete(tenantId);
  }

  private async wait(tenantId: string, tenant: Tenant, id: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { id, admit: resolve };
    tenant.waiting.add(waiting);
    const late = setTimeout(() => reject(new NoTurn('Others of this tenant were worked on all the time.')), this.limits.waitMs).unref();
    const recheck = setInterval(() => this.admitMore(tenantId, tenant), this.limits.forgottenAfterMs / 2).unref();
    await promise.finally(() => {
      clearTimeout(late);
      clearInterval(recheck);
      tenant.waiting.delete(waiting);
    });
  }

  private admitMore(tenantId: string, tenant: Tenant): void {
    for (const waiting of tenant.waiting) {
      if (!this.hasRoom(tenantId, tenant)) return;
      tenant.waiting.delete(waiting);
      tenant.underWay.set(waiting.id, this.clock());
      waiting.admit();
    }
  }

  private hasRoom(tenantId: string, tenant: Tenant): boolean {
    const oldest = this.clock() - this.limits.forgottenAfterMs;
    for (const [id, at] of tenant.underWay) if (at < oldest) tenant.underWay.delete(id);
    return tenant.underWay.size < this.limits.underWay || !this.othersThan(tenantId);
  }

  private othersThan(tenantId: string): boolean {
    return [...this.tenants].some(([other, tenant]) => other !== tenantId && !this.isAbsent(tenant));
  }

  private isAbsent({ begunAt }: Tenant): boolean {
    return this.clock() - begunAt > this.limits.presentForMs;
  }

  private tenantOf(tenantId: string): Tenant {
    const tenant = this.tenants.get(tenantId) ?? new Tenant();
    this.tenants.set(tenantId, tenant);
    return tenant;
  }
}

/** A command of ours is on its way; what waits for the outside world, a customer or a time is not worked on. */
function isWorkedOn(withdrawal: Withdrawal): boolean {
  const row = findRow(withdrawal);
  return row !== undefined && !hasEnded(row) && row.send !== undefined && row.timeout === SERVICE_TIMEOUT;
}

/** Requests that begin or continue a withdrawal wait here for their tenant's turn, so that a burst of one tenant does not slow down the others. */
@Injectable()
export class Admission {
  private readonly turns: TenantTurns;

  constructor(withdrawals: Withdrawals, { turns }: IntakeConfig) {
    this.turns = new TenantTurns(turns);
    withdrawals.onWritten(({ id, tenantId, state }) => (isWorkedOn(state) ? this.turns.goesOn(tenantId, id) : this.turns.rests(tenantId, id)));
  }

  /** Runs the work when it is the tenant's turn for it. @throws ServiceAway when too many wait: the request is to be repeated later. */
  async inTurn<T>(tenantId: string, withdrawalId: string, work: () => Promise<T>): Promise<T> {
    try {
      await this.turns.take(tenantId, withdrawalId);
    } catch (error) {
      throw error instanceof NoTurn ? new ServiceAway(error.message) : error;
    }
    return work().catch((error: unknown) => {
      this.turns.rests(tenantId, withdrawalId);
      throw error;
    });
  }
}
