import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ServiceState } from '@sluice/service-host';
import { Verdicts } from '../adapters/verdicts.store.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { countChange, invariantsBroken, oldestSeconds, stuck, underWay } from '../metrics.js';

/** Counts what happens to withdrawals, and measures those under way whenever the metrics are read. */
@Injectable()
export class WithdrawalGauges implements OnModuleInit {
  constructor(private readonly withdrawals: Withdrawals, private readonly verdicts: Verdicts, private readonly state: ServiceState) {}

  onModuleInit(): void {
    this.withdrawals.onWritten(countChange);
    this.state.beforeMetrics(() => this.measure());
    this.state.beforeMetrics(() => this.measureInvariants());
  }

  /** By the wall clock: only a sandbox has others. */
  private async measure(): Promise<void> {
    const groups = await this.withdrawals.underWayByState();
    for (const gauge of [underWay, oldestSeconds, stuck]) gauge.reset();
    for (const { dialect, state, count, since, stuckCount } of groups) {
      underWay.set({ dialect, state }, count);
      oldestSeconds.set({ dialect, state }, since === null ? 0 : Math.max(Date.now() - Date.parse(since), 0) / 1_000);
      stuck.inc({ dialect }, stuckCount);
    }
  }

  /** Whichever instance checked last. */
  private async measureInvariants(): Promise<void> {
    const verdicts = await this.verdicts.findWhere({});
    invariantsBroken.reset();
    for (const { number, ok } of verdicts.flatMap(({ state }) => state.invariants)) invariantsBroken.inc({ invariant: String(number) }, ok ? 0 : 1);
  }
}
