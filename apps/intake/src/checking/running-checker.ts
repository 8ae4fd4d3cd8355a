import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Verdict } from '@sluice/contract-intake';
import { inBackground } from '@sluice/telemetry';
import { Verdicts } from '../adapters/verdicts.store.js';
import { WithdrawalTotals } from '../adapters/withdrawal-totals.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Checker } from './checker.js';

const CHECK_EVERY_MS = 60_000;
/** A reader is given a verdict that is no older. */
const RECENT_MS = 3_000;

/** Lets every tenant with withdrawals be checked again and again; the last verdict is kept. */
@Injectable()
export class RunningChecker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RunningChecker.name);
  private readonly running = new Map<string, Promise<Verdict>>();
  private readonly known = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly checker: Checker,
    private readonly verdicts: Verdicts,
    private readonly withdrawals: Withdrawals,
    private readonly totals: WithdrawalTotals,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => inBackground(this.logger, 'The running check', () => this.checkAll()), CHECK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.allSettled(this.running.values());
  }

  /** The last verdict, or one made now; two who ask at once share it. */
  async recent(tenantId: string): Promise<Verdict> {
    const last = await this.verdicts.find(tenantId);
    return last && isYounger(last.state, RECENT_MS) ? last.state : this.check(tenantId);
  }

  /** One made now, of everything that is stored. */
  inFull(tenantId: string): Promise<Verdict> {
    return this.check(tenantId, true);
  }

  private check(tenantId: string, full = false): Promise<Verdict> {
    const key = JSON.stringify([tenantId, full]);
    const running = this.running.get(key) ?? this.checker.check(tenantId, full).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  /** Everyone who ever had a withdrawal: those who had one before this process began, and those of whom one has changed or was checked since. */
  private async tenants(): Promise<ReadonlySet<string>> {
    if (this.known.size === 0) for (const tenantId of await this.withdrawals.tenants()) this.known.add(tenantId);
    for (const tenantId of [...(await this.totals.unchecked.tenants()), ...(await this.verdicts.tenants())]) this.known.add(tenantId);
    return this.known;
  }

  /** Another instance may have checked meanwhile: then there is nothing to do. */
  private async checkAll(): Promise<void> {
    const tenants = await this.tenants().catch(() => this.known);
    for (const tenantId of tenants) {
      const last = await this.verdicts.find(tenantId).catch(() => null);
      if (last && isYounger(last.state, CHECK_EVERY_MS / 2)) continue;
      const verdict = await this.check(tenantId).catch((error: Error) => this.logger.warn(`The invariants of ${tenantId} could not be checked: ${error.message}`));
      if (verdict && !verdict.ok) this.logger.error({ tenantId, invariants: verdict.invariants.filter(({ ok }) => !ok) }, 'invariants are broken');
    }
  }
}

const isYounger = ({ checkedAt }: Verdict, ageMs: number): boolean => Date.now() - Date.parse(checkedAt) < ageMs;
