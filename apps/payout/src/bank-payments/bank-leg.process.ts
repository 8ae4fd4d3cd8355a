import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { isDue, leaseMsFor, OutcomeUnknown, unknownTooLongMs } from '@sluice/providers';
import { PauseGuard } from '../pauses/pauses.repository.js';
import { PayoutConfig } from '../payout.config.js';
import { BankRail, type BankAnswer } from '../providers/bank.js';
import { actionFor, hasEnded, type BankLeg } from './bank-leg.js';
import { BankReports, type ReportedLeg } from './bank-reports.js';
import { Deliveries, outcomeCause } from './deliveries.repository.js';
import { instructionOf, intend, legHeldBack, type Delivery } from './delivery.js';

/** How long the outcome of a payment may stay unknown before it is an error in the log. */
const ALARM_AFTER_MS = 300_000;

/** Does what is due at the bank, one leg at a time. Nothing is sent that was not first stored as an intent. */
@Injectable()
export class BankLegProcess implements OnModuleInit {
  private readonly logger = new Logger(BankLegProcess.name);

  constructor(
    private readonly timers: Timers,
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
    private readonly bank: BankRail,
    private readonly reports: BankReports,
    private readonly pauses: PauseGuard,
    private readonly config: PayoutConfig,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.deliveries, (due, cause) => this.act(due, cause));
  }

  private async act(due: Versioned<Delivery>, { timer }: Cause): Promise<void> {
    const now = await this.settings.now(due.tenantId);
    const leg = due.state.legs.find((candidate) => isDue(candidate, now));
    if (leg === undefined) return;
    this.alarmIfStuck(leg, now);
    const about: ReportedLeg = { delivery: due, key: leg.key, timer };
    switch (actionFor(leg)) {
      case 'send': return (await this.isPaused(due)) ? this.holdBack(about, now) : this.send(about, now);
      case 'inquire': return this.inquire(about);
      case 'recall': return this.recall(about);
    }
  }

  private isPaused({ tenantId, state: { payment } }: Versioned<Delivery>): Promise<boolean> {
    return payment === undefined ? Promise.resolve(false) : this.pauses.stops(tenantId, { rail: payment.rail, provider: 'bank' });
  }

  private async holdBack({ delivery: { id, tenantId, state }, key, timer }: ReportedLeg, now: Date): Promise<void> {
    await this.deliveries.step(id, outcomeCause(id, state.round, { tenantId, timer }, state.replyAddress), (current) => legHeldBack(current, key, now));
  }

  private async send({ delivery, key, timer }: ReportedLeg, now: Date): Promise<void> {
    const { id, tenantId, state } = delivery;
    const intended = await this.deliveries.step(id, outcomeCause(id, state.round, { tenantId, timer }, state.replyAddress), (current) => this.intend(current, key, now));
    const instruction = intended && instructionOf(intended, key, this.config.originator);
    if (instruction) await this.call({ delivery: intended, key }, () => this.bank.submit(instruction));
  }

  private intend(delivery: Delivery, key: string, now: Date) {
    return intend(delivery, key, now, { debtor: this.config.originator, leaseMs: leaseMsFor(this.bank.longestCallMs) });
  }

  private async inquire(about: ReportedLeg): Promise<void> {
    await this.call(about, () => this.bank.inquire(about.key, about.delivery.tenantId));
  }

  private async recall(about: ReportedLeg): Promise<void> {
    await this.call(about, () => this.bank.recall(about.key, about.delivery.tenantId));
  }

  /** A call whose outcome is unknown is recorded as that; any other error is a failure of ours, and the intent stands. */
  private async call(about: ReportedLeg, work: () => Promise<BankAnswer | null>): Promise<void> {
    let answer: BankAnswer | null;
    try {
      answer = await work();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`The outcome of the payment ${about.key} is unknown: ${error.message}`);
      return this.reports.record(about, { kind: 'lost' });
    }
    return answer ? this.reports.takeAnswer(about, answer) : this.reports.record(about, { kind: 'not-known' });
  }

  private alarmIfStuck(leg: BankLeg, now: Date): void {
    if (leg.status === 'sent' || hasEnded(leg)) return;
    const unknownMs = unknownTooLongMs(leg, now, ALARM_AFTER_MS);
    if (unknownMs !== null) this.logger.error(`The outcome of the payment ${leg.key} has been unknown for ${Math.round(unknownMs / 1000)} s.`);
  }
}
