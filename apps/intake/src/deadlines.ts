import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantSettings, Timers } from '@sluice/persistence';
import { Withdrawals } from './adapters/withdrawals.store.js';
import { expire } from './withdrawal/advance.js';

/** Moves on every withdrawal whose wait is over. */
@Injectable()
export class Deadlines implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.withdrawals, async (due, cause) => {
      const now = await this.settings.now(due.tenantId);
      await this.withdrawals.change(due.id, cause, (current) => current && expire(current, now));
    });
  }
}
