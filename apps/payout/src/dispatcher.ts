import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { answering, Deliveries } from './adapters/deliveries.store.js';
import type { Delivery } from './delivery/delivery.js';
import { instructionOf, intend } from './delivery/instruct.js';
import { hasEnded, type Leg } from './delivery/leg.js';
import { actionFor, isDue } from './delivery/leg-steps.js';
import { PayoutConfig } from './payout.config.js';
import { BankRail, OutcomeUnknown, type BankAnswer } from './providers/bank.js';
import { Reports, type About } from './reports.js';

/** The bank's silence about a payment after which somebody is called. */
const ALARM_AFTER_MS = 300_000;

/** How many calls' length an intent may stand unrecorded before it is asked about. */
const CALLS_PER_LEASE = 2;

/** Does what is due at the bank, one leg at a time. Nothing is sent that was not first stored as an intent. */
@Injectable()
export class Dispatcher implements OnModuleInit {
  private readonly logger = new Logger(Dispatcher.name);

  constructor(
    private readonly timers: Timers,
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
    private readonly bank: BankRail,
    private readonly reports: Reports,
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
    const about: About = { delivery: due, key: leg.key, timer };
    switch (actionFor(leg)) {
      case 'send': return this.send(about, now);
      case 'ask': return this.ask(about);
      case 'recall': return this.recall(about);
    }
  }

  private async send({ delivery, key, timer }: About, now: Date): Promise<void> {
    const { id, tenantId, state } = delivery;
    const intended = await this.deliveries.step(id, answering(id, state.round, { tenantId, timer }, state.asker), (current) => this.intend(current, key, now));
    const instruction = intended && instructionOf(intended, key, this.config.originator);
    if (instruction) await this.call({ delivery: intended, key }, () => this.bank.submit(instruction));
  }

  private intend(delivery: Delivery, key: string, now: Date) {
    return intend(delivery, key, now, { debtor: this.config.originator, leaseMs: CALLS_PER_LEASE * this.bank.longestCallMs });
  }

  private async ask(about: About): Promise<void> {
    await this.call(about, () => this.bank.inquire(about.key, about.delivery.tenantId));
  }

  private async recall(about: About): Promise<void> {
    await this.call(about, () => this.bank.recall(about.key, about.delivery.tenantId));
  }

  /** A call whose outcome is unknown is recorded as that; any other error is a failure of ours, and the intent stands. */
  private async call(about: About, work: () => Promise<BankAnswer | null>): Promise<void> {
    let answer: BankAnswer | null;
    try {
      answer = await work();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`The outcome of ${about.key} is unknown: ${error.message}`);
      return this.reports.record(about, { kind: 'lost' });
    }
    return answer ? this.reports.heard(about, answer) : this.reports.record(about, { kind: 'not-known' });
  }

  private alarmIfStuck(leg: Leg, now: Date): void {
    const { key, status, firstSentAt } = leg;
    if (firstSentAt === undefined || status === 'sent' || hasEnded(leg)) return;
    const silentMs = now.getTime() - new Date(firstSentAt).getTime();
    if (silentMs > ALARM_AFTER_MS) this.logger.error(`For ${Math.round(silentMs / 1000)} s the bank has not said what became of ${key}.`);
  }
}
