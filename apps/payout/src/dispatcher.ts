import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { answering, Deliveries } from './adapters/deliveries.store.js';
import { valueDate } from './calendar/rail-dates.js';
import { dueAtOf, legByKey, withLeg, type Delivery } from './delivery/delivery.js';
import type { Leg } from './delivery/leg.js';
import { actionFor, beginSending, isDue } from './delivery/leg-steps.js';
import { BankRail, OutcomeUnknown, type BankReport, type Instruction } from './ports/bank-rail.js';
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
    const instruction = intended && instructionOf(intended, key);
    if (instruction) await this.call({ delivery: intended, key }, () => this.bank.submit(instruction));
  }

  private intend(delivery: Delivery, key: string, now: Date) {
    const leg = legByKey(delivery, key);
    const rail = delivery.payment?.rail;
    const sending = leg && rail && beginSending(leg, now, valueDate(rail, now), CALLS_PER_LEASE * this.bank.longestCallMs);
    if (!sending) return null;
    const next = withLeg(delivery, sending);
    return { state: next, dueAt: dueAtOf(next) };
  }

  private async ask(about: About): Promise<void> {
    await this.call(about, () => this.bank.inquire(about.key, about.delivery.tenantId));
  }

  private async recall(about: About): Promise<void> {
    await this.call(about, () => this.bank.recall(about.key, about.delivery.tenantId));
  }

  /** A call whose outcome is unknown is recorded as that; any other error is a failure of ours, and the intent stands. */
  private async call(about: About, work: () => Promise<BankReport | null>): Promise<void> {
    let report: BankReport | null;
    try {
      report = await work();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`The outcome of ${about.key} is unknown: ${error.message}`);
      return this.reports.record(about, { kind: 'lost' });
    }
    return report ? this.reports.heard(about, report) : this.reports.record(about, { kind: 'not-known' });
  }

  private alarmIfStuck({ key, status, firstSentAt }: Leg, now: Date): void {
    if (firstSentAt === undefined || status === 'sent') return;
    const silentMs = now.getTime() - new Date(firstSentAt).getTime();
    if (silentMs > ALARM_AFTER_MS) this.logger.error(`For ${Math.round(silentMs / 1000)} s the bank has not said what became of ${key}.`);
  }
}

function instructionOf({ tenantId, state }: Versioned<Delivery>, key: string): Instruction | null {
  const leg = legByKey(state, key);
  if (!leg?.valueDate || !state.payment) return null;
  const { rail, creditor, reference } = state.payment;
  return { key, endToEndId: `${leg.legId}/${leg.attempt}`, tenantId, rail, amount: leg.amount, creditor, reference, valueDate: leg.valueDate };
}
