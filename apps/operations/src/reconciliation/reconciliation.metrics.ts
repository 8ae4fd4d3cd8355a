import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Break } from '@sluice/contract-kit';
import { ServiceState } from '@sluice/service-host';
import { Gauge } from 'prom-client';
import { Reconciliations } from './reconciliations.repository.js';

const kinds: readonly Break['kind'][] = ['missing', 'extra', 'amount', 'duplicate', 'late'];

const breaks = new Gauge({
  name: 'sluice_reconciliation_breaks', help: 'Breaks that the last reconciliation of each tenant found.', labelNames: ['kind'] as const,
});

/** What an older one found is no alarm any more: it was made again, or has been forgotten. */
const RECENT_MS = 30 * 86_400_000;

/** Another instance may store one later that was made before. */
const STORED_WITHIN_MS = 60_000;

/** Breaks of each tenant's last reconciliation. Read once, and from then on only what is new. */
@Injectable()
export class ReconciliationGauges implements OnModuleInit {
  private readonly last = new Map<string, readonly Break[]>();
  private readAt = new Date(Date.now() - RECENT_MS).toISOString();

  constructor(private readonly reconciliations: Reconciliations, private readonly state: ServiceState) {}

  onModuleInit(): void {
    this.state.beforeMetrics(() => this.measure());
  }

  private async measure(): Promise<void> {
    for (const { tenantId, state } of await this.reconciliations.since(this.readAt)) {
      this.last.set(tenantId, state.breaks);
      this.readAt = new Date(Date.parse(state.checkedAt) - STORED_WITHIN_MS).toISOString();
    }
    const found = [...this.last.values()].flat();
    for (const kind of kinds) breaks.set({ kind }, found.filter((one) => one.kind === kind).length);
  }
}
