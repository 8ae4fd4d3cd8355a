import { Injectable, Logger } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Change, type Versioned } from '@sluice/persistence';
import { answering, Deliveries, tellingReturn } from './adapters/deliveries.store.js';
import { UnmatchedCallbacks } from './adapters/unmatched-callbacks.store.js';
import { BankFiles } from './bank-files.js';
import { dueAtOf, legByKey, withLeg, type Delivery } from './delivery/delivery.js';
import { factsOf } from './delivery/facts-of.js';
import type { Leg } from './delivery/leg.js';
import { contradicts, isOverdue, learn, type Fact } from './delivery/leg-steps.js';
import { changeTo } from './delivery/orders.js';
import { newReturns } from './delivery/outcome.js';
import { comesTooLate, factsOfReport, isHeard, isPartial, toldPlainlyOnly } from './delivery/told-by-files.js';
import type { RailReport } from './bank-payments/rails/rail-report.js';
import { Payees } from './payees/payees.js';
import type { BankAnswer, BankReport } from './providers/bank.js';

/** A leg of a delivery as it was when the bank was asked or spoke. */
export interface About {
  readonly delivery: Versioned<Delivery>;
  readonly key: string;
  /** Of the timer that made us ask: what it learns counts only if nobody learnt more meanwhile. */
  readonly timer?: Cause['timer'];
}

/** Records what is learnt about legs, however it was learnt: each fact is one change of the delivery. */
@Injectable()
export class Reports {
  private readonly logger = new Logger(Reports.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly payees: Payees,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly files: BankFiles,
    private readonly settings: TenantSettings,
  ) {}

  /** The bank's answer about a leg. Where there are files, its plain notice counts only for what they cannot tell. */
  async heard(about: About, { notice, files }: BankAnswer): Promise<void> {
    const { state, tenantId } = about.delivery;
    const leg = legByKey(state, about.key);
    if (files.length === 0 || leg === undefined || state.payment === undefined) return this.heardPlainly(about, notice);
    const facts = toldPlainlyOnly(notice, state.payment.rail);
    for (const text of files) {
      const reports = await this.files.read(Buffer.from(text), { tenantId, source: 'statement' });
      for (const report of reports) if (report.paymentId === leg.paymentId) facts.push(...(await this.factsIn(about, leg, report)));
    }
    const news = facts.filter((fact) => !isHeard(leg, fact));
    for (const fact of news.length > 0 ? news : [{ kind: 'accepted' } as const]) await this.record(about, fact);
  }

  /** The bank's plain word. A return is told after the settlement before it, in a change of its own. */
  async heardPlainly(about: About, notice: BankReport): Promise<void> {
    const leg = legByKey(about.delivery.state, about.key);
    const facts = factsOf(notice);
    if (leg && facts.some((fact) => comesTooLate(leg, fact))) return this.leave('too_late', leg, { key: leg.key, ...notice }, about);
    for (const fact of facts) await this.record(about, fact);
  }

  /** One report of a file that the bank sent by itself. */
  async heardReport(about: About, leg: Leg, report: RailReport): Promise<void> {
    for (const fact of await this.factsIn(about, leg, report)) await this.record(about, fact);
  }

  async record({ delivery, key, timer }: About, fact: Fact): Promise<void> {
    const { id, tenantId, state } = delivery;
    const now = await this.settings.now(tenantId);
    const cause = fact.kind === 'returned' && (await this.hasArrived(id, key))
      ? tellingReturn(id, key, fact.code, tenantId, state.asker)
      : answering(id, state.round, { tenantId, timer }, state.asker);
    await this.deliveries.step(id, cause, (current) => this.learnt(current, key, fact, now));
  }

  /** Only what arrived comes back by a message of its own; what never did fails, and the round is answered as ever. */
  private async hasArrived(id: string, key: string): Promise<boolean> {
    const current = await this.deliveries.find(id);
    return current !== null && legByKey(current.state, key)?.status === 'delivered';
  }

  private learnt(delivery: Delivery, key: string, fact: Fact, now: Date): Change<Delivery> | null {
    const leg = legByKey(delivery, key);
    if (leg === undefined || isHeard(leg, fact)) return null;
    this.alarm(leg, fact, now);
    const next = remembering(learn(leg, fact, now), leg, fact);
    if (next === null) return null;
    const learntDelivery = withLeg(delivery, next);
    if (next.status === leg.status && next.returns.length === leg.returns.length) return { state: learntDelivery, dueAt: dueAtOf(learntDelivery) };
    const change = changeTo(learntDelivery, delivery, now);
    return { ...change, send: [...(change.send ?? []), ...newReturns(leg, next)] };
  }

  private alarm(leg: Leg, fact: Fact, now: Date): void {
    if (contradicts(leg, fact)) this.logger.error(`The bank says ${fact.kind} of ${leg.key}, which is ${leg.status} here.`);
    if (isOverdue(leg, now) && (fact.kind === 'accepted' || fact.kind === 'lost')) {
      this.logger.error(`The bank took ${leg.key} and has not said that it arrived, though its value date ${leg.valueDate ?? ''} is past.`);
    }
  }

  /** What a report tells about the leg; what is not for the leg to know is kept where it belongs. */
  private async factsIn(about: About, leg: Leg, report: RailReport): Promise<Fact[]> {
    const { tenantId, state: { payment } } = about.delivery;
    const now = await this.settings.now(tenantId);
    if (report.kind === 'corrected' && payment) {
      const { reportId, paymentId, code, corrected } = report;
      await this.payees.recordCorrection(payment.counterpartyId, tenantId, { reportId, paymentId, code, corrected, at: now.toISOString() });
    }
    const facts = factsOfReport(report, leg, payment?.rail ?? 'ACH', now).filter((fact) => !isHeard(leg, fact));
    const reason = isPartial(report, leg) ? 'amount_differs' : 'too_late';
    if (reason === 'too_late' && !facts.some((fact) => comesTooLate(leg, fact))) return facts;
    await this.leave(reason, leg, wordsOf(report), about);
    return [];
  }

  /** Leaves what the bank said to the operators. */
  private async leave(reason: 'too_late' | 'amount_differs', leg: Leg, said: object, { delivery }: About): Promise<void> {
    this.logger.error(`What the bank says of ${leg.key}, which is ${leg.status} here, is kept among the unmatched: ${reason}.`);
    await this.unmatched.keep(reason, JSON.stringify(said), delivery.tenantId);
  }
}

/** A report as it is kept for a person. */
export const wordsOf = (report: RailReport): object => (report.kind === 'returned' ? { ...report, amount: report.amount.toJson() } : report);

/** The leg with the report's name kept, also when the report changed nothing else. */
function remembering(next: Leg | null, leg: Leg, fact: Fact): Leg | null {
  if (!('report' in fact) || fact.report === undefined) return next;
  return { ...(next ?? leg), heard: [...leg.heard, fact.report] };
}
