import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dialectSchema } from '@sluice/contract-kit';
import type { Versioned } from '@sluice/persistence';
import { ServiceState } from '@sluice/service-host';
import { Counter, Gauge, Histogram } from 'prom-client';
import { isTerminal } from './tables.js';
import type { Withdrawal } from './withdrawal.js';
import { Withdrawals } from './withdrawals.repository.js';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

export const withdrawalsBegun = new Counter({
  name: 'sluice_withdrawals_begun_total', help: 'Withdrawals asked for.', labelNames: ['dialect', 'rail'] as const,
});

export const withdrawalsEnded = new Counter({
  name: 'sluice_withdrawals_ended_total', help: 'Withdrawals that came to an end, by the phase they ended in.', labelNames: ['dialect', 'rail', 'phase'] as const,
});

export const settleSeconds = new Histogram({
  name: 'sluice_withdrawal_settle_seconds', help: 'From the request to the end of a withdrawal that settled, on its tenant\'s clock.', labelNames: ['dialect', 'rail'] as const,
  buckets: [1, 10, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 10 * DAY],
});

export const underWay = new Gauge({
  name: 'sluice_withdrawals_under_way', help: 'Withdrawals that have not ended, by their state.', labelNames: ['dialect', 'state'] as const,
});

export const oldestSeconds = new Gauge({
  name: 'sluice_withdrawal_oldest_seconds', help: 'For how long the withdrawal that is in a state longest has been in it.', labelNames: ['dialect', 'state'] as const,
});

export const stuck = new Gauge({
  name: 'sluice_withdrawals_stuck', help: 'Withdrawals that are in a state for longer than its table allows.', labelNames: ['dialect'] as const,
});

/** Counts a change; each is reported once, by the process that wrote it. */
export function countChange({ version, state: { kind, dialect, details, phase, createdAt, endedAt, history } }: Versioned<Withdrawal>): void {
  const labels = { dialect, rail: details.rail ?? 'none' };
  if (version === 1) withdrawalsBegun.inc(labels);
  // What comes after the end, such as money that the bank sends back, is no second end.
  if (endedAt === undefined || history.findIndex((entry) => isTerminal({ kind, phase: entry.phase })) !== history.length - 1) return;
  withdrawalsEnded.inc({ ...labels, phase });
  if (phase === 'settled') settleSeconds.observe(labels, Math.max(Date.parse(endedAt) - Date.parse(createdAt), 0) / 1_000);
}

/** Counts the changes of withdrawals, and measures those under way whenever the metrics are read. */
@Injectable()
export class WithdrawalGauges implements OnModuleInit {
  constructor(private readonly withdrawals: Withdrawals, private readonly state: ServiceState) {}

  onModuleInit(): void {
    this.withdrawals.onWritten(countChange);
    this.state.beforeMetrics(() => this.measure());
  }

  /** By the wall clock: only a sandbox has others. */
  private async measure(): Promise<void> {
    const groups = await this.withdrawals.underWayByState();
    for (const gauge of [underWay, oldestSeconds, stuck]) gauge.reset();
    for (const dialect of dialectSchema.options) stuck.set({ dialect }, 0);
    for (const { dialect, state, count, since, stuckCount } of groups) {
      underWay.set({ dialect, state }, count);
      oldestSeconds.set({ dialect, state }, since === null ? 0 : Math.max(Date.now() - Date.parse(since), 0) / 1_000);
      stuck.inc({ dialect }, stuckCount);
    }
  }
}
