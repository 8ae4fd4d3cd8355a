import { Injectable, type OnModuleInit } from '@nestjs/common';
import { currencies } from '@sluice/kernel';
import { ServiceState } from '@sluice/service-host';
import { Gauge } from 'prom-client';
import { INVARIANTS } from './invariants.js';
import { Verdicts, type StoredVerdict } from './verdicts.repository.js';

const broken = new Gauge({
  name: 'sluice_invariants_broken', help: 'Tenants for whom an invariant was broken when it was checked last.', labelNames: ['invariant'] as const,
});

const checkAge = new Gauge({
  name: 'sluice_invariants_check_age_seconds', help: 'How long ago the tenant was checked that has waited longest for it.',
});

const holds = new Gauge({ name: 'sluice_holds_open', help: 'Holds that were open at the last checks.', labelNames: ['currency'] as const });

const held = new Gauge({ name: 'sluice_holds_open_units', help: 'What these hold, in minor units.', labelNames: ['currency'] as const });

/** What the last checks of all tenants have found, whichever instance made them. */
export function measure(verdicts: readonly StoredVerdict[], now: Date): void {
  for (const gauge of [broken, holds, held]) gauge.reset();
  for (let invariant = 1; invariant <= INVARIANTS; invariant += 1) broken.set({ invariant: String(invariant) }, 0);
  for (const currency of currencies) for (const gauge of [holds, held]) gauge.set({ currency }, 0);
  for (const { number, ok } of verdicts.flatMap(({ invariants }) => invariants)) broken.inc({ invariant: String(number) }, ok ? 0 : 1);
  for (const { count, held: { currency, units } } of verdicts.flatMap(({ openHolds }) => openHolds)) {
    holds.inc({ currency }, count);
    held.inc({ currency }, Number(units));
  }
  const oldest = Math.min(now.getTime(), ...verdicts.map(({ checkedAt }) => Date.parse(checkedAt)));
  checkAge.set((now.getTime() - oldest) / 1_000);
}

/** One question for each reading of the metrics: the verdicts are what has been found out already. */
@Injectable()
export class CheckGauges implements OnModuleInit {
  constructor(private readonly verdicts: Verdicts, private readonly state: ServiceState) {}

  onModuleInit(): void {
    this.state.beforeMetrics(async () => measure((await this.verdicts.findWhere({})).map(({ state }) => state), new Date()));
  }
}
