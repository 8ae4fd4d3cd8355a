import type { BankReport } from '../src/providers/bank.js';
import type { Change } from '@sluice/persistence';
import { isDue } from '@sluice/providers';
import {
  changeTo, dueAtOf, isOver, legByKey, newReturns, orderCancellation, orderDelivery, withLeg, type Delivery, type DeliveryOrder,
} from '../src/bank-payments/delivery.js';
import { observationsOf } from '../src/bank-payments/bank-leg.js';
import { actionFor, applyObservation, beginSending, type Observation } from '../src/bank-payments/bank-leg.js';

/** What the network or a crash makes of one call. */
export type Fate = 'answered' | 'answer-lost' | 'request-lost' | 'request-late' | 'crash-before' | 'crash-after';
type Call = { readonly action: 'send' | 'recall' | 'inquire'; readonly key: string };

const payment = { rail: 'ACH' as const, counterpartyId: 'cpty_1', creditor: { name: 'Ada Lovelace', type: 'INDIVIDUAL' as const, routingNumber: '021000021', accountNumber: '12345678' } };

/** A payout process, a network and a bank in miniature: the process keeps nothing but the stored delivery. */
export class BankWorld {
  now = new Date('2026-01-15T10:00:00.000Z');
  delivery: Delivery | null = null;
  readonly sent: { type: string; body: unknown }[] = [];
  readonly bank = new Map<string, BankReport>();
  readonly accepted: string[] = [];
  readonly blind: string[] = [];
  private readonly unsure = new Set<string>();
  private readonly late: Call[] = [];
  private readonly said: { key: string; report: BankReport }[] = [];

  constructor(readonly order: DeliveryOrder) {}

  deliver(): void {
    this.apply(orderDelivery(this.delivery, this.order, payment, this.now));
  }

  cancel(): void {
    this.apply(orderCancellation(this.delivery, this.order, this.now));
  }

  /** Lets time pass until something is due, and does it. */
  fire(fate: Fate): void {
    const dueAt = this.delivery && dueAtOf(this.delivery);
    if (!this.delivery || !dueAt) return;
    if (dueAt > this.now) this.now = dueAt;
    const leg = this.delivery.legs.find((candidate) => isDue(candidate, this.now));
    if (!leg) return;
    const action = actionFor(leg);
    if (action === 'send') this.intend(leg.key);
    this.call({ action, key: leg.key }, fate);
  }

  arriveLate(): void {
    const call = this.late.shift();
    if (call) this.reach(call);
  }

  settle(): void {
    this.progress((key, report) => (report.status === 'accepted' ? { status: 'settled', trace: `trace-${key}` } : report));
  }

  /** A rail's return, before or after settlement. */
  giveBack(): void {
    this.progress((_, report) => {
      if (report.status !== 'accepted' && report.status !== 'settled') return report;
      return { status: 'returned', code: 'R03', returnedAt: this.now.toISOString(), settledTrace: report.status === 'settled' ? report.trace : undefined };
    });
  }

  /** A callback with anything the bank has ever said: late, twice or out of order. */
  callBack(which: number): void {
    const event = this.said[which % Math.max(this.said.length, 1)];
    if (event) for (const observation of observationsOf(event.report)) this.observe(event.key, observation);
  }

  /** A callback with everything that the bank has ever said, twice, each time the latest first. */
  callEverythingBack(): void {
    for (let which = 2 * this.said.length - 1; which >= 0; which -= 1) this.callBack(which);
  }

  get over(): boolean {
    return this.delivery !== null && isOver(this.delivery);
  }

  private intend(key: string): void {
    const leg = this.delivery && legByKey(this.delivery, key);
    const sending = leg && beginSending(leg, this.now, this.now, 6_000);
    if (this.delivery && sending) this.delivery = withLeg(this.delivery, sending);
  }

  private call(call: Call, fate: Fate): void {
    if (fate === 'crash-before') return;
    if (call.action === 'send') {
      if (this.unsure.has(call.key)) this.blind.push(call.key);
      this.unsure.add(call.key);
    }
    if (fate === 'request-late') this.late.push(call);
    const report = fate === 'request-lost' || fate === 'request-late' ? null : this.reach(call);
    if (fate === 'crash-after') return;
    if (fate !== 'answered') return this.observe(call.key, { kind: 'lost' });
    this.unsure.delete(call.key);
    for (const observation of report ? observationsOf(report) : [{ kind: 'not-known' as const }]) this.observe(call.key, observation);
  }

  private reach({ action, key }: Call): BankReport | null {
    const known = this.bank.get(key);
    if (known || action === 'inquire') return known ?? null;
    const report: BankReport = action === 'recall' ? { status: 'recalled' } : { status: 'accepted' };
    if (report.status === 'accepted') this.accepted.push(key);
    this.say(key, report);
    return report;
  }

  private progress(next: (key: string, report: BankReport) => BankReport): void {
    for (const [key, report] of this.bank) if (next(key, report) !== report) this.say(key, next(key, report));
  }

  private say(key: string, report: BankReport): void {
    this.bank.set(key, report);
    this.said.push({ key, report });
  }

  private observe(key: string, observation: Observation): void {
    const leg = this.delivery && legByKey(this.delivery, key);
    const next = leg && applyObservation(leg, observation, this.now);
    if (!this.delivery || !leg || !next) return;
    this.apply(changeTo(withLeg(this.delivery, next), this.delivery, this.now));
    this.sent.push(...newReturns(leg, next).map(({ contract, body }) => ({ type: contract.type, body })));
  }

  private apply(change: Change<Delivery> | null): void {
    this.delivery = change?.state ?? this.delivery;
    for (const message of change?.send ?? []) if ('contract' in message) this.sent.push({ type: message.contract.type, body: message.body });
  }
}
