import { Injectable, Logger } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Change, type Versioned } from '@sluice/persistence';
import { Payees } from '../payees/payees.js';
import type { BankAnswer, BankReport } from '../providers/bank.js';
import {
  applyObservation, comesTooLate, contradicts, differsInAmount, isApplied, isOverdue, observationsOf, observationsOfReport, onlyInNotices, type BankLeg, type Observation,
} from './bank-leg.js';
import { Deliveries, outcomeCause, returnCause } from './deliveries.repository.js';
import { changeTo, dueAtOf, legByKey, newReturns, withLeg, type Delivery } from './delivery.js';
import { readRailReports } from './rails/rail-files.js';
import { UnreadableReport, type RailReport } from './rails/rail-report.js';
import { QuarantinedFiles, UnmatchedCallbacks, type Quarantined } from './unusable-reports.repository.js';

/** Reads the bank's files. One that cannot be read is quarantined for the operators, and nothing in it counts. */
@Injectable()
export class BankFiles {
  private readonly logger = new Logger(BankFiles.name);

  constructor(private readonly quarantine: QuarantinedFiles) {}

  async read(bytes: Uint8Array, from: { tenantId: string; source: Quarantined['source'] }): Promise<readonly RailReport[]> {
    const read = readRailReports(bytes);
    if (!(read instanceof UnreadableReport)) return read;
    await this.quarantine.keep(bytes, read, from);
    this.logger.error(`A file from the bank for ${from.tenantId} cannot be read and is quarantined: ${read.message}`);
    return [];
  }
}

/** A leg, in its delivery as it was at the inquiry or the report. */
export interface ReportedLeg {
  readonly delivery: Versioned<Delivery>;
  readonly key: string;
  /** Of the timer that made the inquiry: its result counts only if the delivery has not changed meanwhile. */
  readonly timer?: Cause['timer'];
}

/** Records what the bank reports of legs, by answer, notice or file: each observation is one change of the delivery. */
@Injectable()
export class BankReports {
  private readonly logger = new Logger(BankReports.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly payees: Payees,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly files: BankFiles,
    private readonly settings: TenantSettings,
  ) {}

  /** The bank's answer about a leg. Where there are files, its notice counts only for what they cannot say. */
  async takeAnswer(about: ReportedLeg, { notice, files }: BankAnswer): Promise<void> {
    const { state, tenantId } = about.delivery;
    const leg = legByKey(state, about.key);
    if (files.length === 0 || leg === undefined || state.payment === undefined) return this.takeNotice(about, notice);
    const observations = onlyInNotices(notice, state.payment.rail);
    for (const text of files) {
      const reports = await this.files.read(Buffer.from(text), { tenantId, source: 'statement' });
      for (const report of reports) if (report.paymentId === leg.paymentId) observations.push(...(await this.observationsIn(about, leg, report)));
    }
    const fresh = observations.filter((observation) => !isApplied(leg, observation));
    for (const observation of fresh.length > 0 ? fresh : [{ kind: 'accepted' } as const]) await this.record(about, observation);
  }

  /** The bank's notice. A return is recorded after the settlement before it, in a change of its own. */
  async takeNotice(about: ReportedLeg, notice: BankReport): Promise<void> {
    const leg = legByKey(about.delivery.state, about.key);
    const observations = observationsOf(notice);
    if (leg && observations.some((observation) => comesTooLate(leg, observation))) return this.keepUnmatched('too_late', leg, { key: leg.key, ...notice }, about);
    for (const observation of observations) await this.record(about, observation);
  }

  /** One report of a file that the bank sent by itself. */
  async takeReport(about: ReportedLeg, leg: BankLeg, report: RailReport): Promise<void> {
    for (const observation of await this.observationsIn(about, leg, report)) await this.record(about, observation);
  }

  async record({ delivery, key, timer }: ReportedLeg, observation: Observation): Promise<void> {
    const { id, tenantId, state } = delivery;
    const now = await this.settings.now(tenantId);
    const cause = observation.kind === 'returned' && (await this.hasArrived(id, key))
      ? returnCause(id, key, observation.code, tenantId, state.replyAddress)
      : outcomeCause(id, state.round, { tenantId, timer }, state.replyAddress);
    await this.deliveries.step(id, cause, (current) => this.changeBy(observation, current, key, now));
  }

  /** The return of what was delivered is an event of its own; what never arrived fails, and the round is answered as ever. */
  private async hasArrived(id: string, key: string): Promise<boolean> {
    const current = await this.deliveries.find(id);
    return current !== null && legByKey(current.state, key)?.status === 'delivered';
  }

  private changeBy(observation: Observation, delivery: Delivery, key: string, now: Date): Change<Delivery> | null {
    const leg = legByKey(delivery, key);
    if (leg === undefined || isApplied(leg, observation)) return null;
    this.alarm(leg, observation, now);
    const next = withReportName(applyObservation(leg, observation, now), leg, observation);
    if (next === null) return null;
    const changed = withLeg(delivery, next);
    if (next.status === leg.status && next.returns.length === leg.returns.length) return { state: changed, dueAt: dueAtOf(changed) };
    const change = changeTo(changed, delivery, now);
    return { ...change, send: [...(change.send ?? []), ...newReturns(leg, next)] };
  }

  private alarm(leg: BankLeg, observation: Observation, now: Date): void {
    if (contradicts(leg, observation)) this.logger.error(`The bank reports the payment ${leg.key} as ${observation.kind}, and it is ${leg.status} here.`);
    if (isOverdue(leg, now) && (observation.kind === 'accepted' || observation.kind === 'lost')) {
      this.logger.error(`The payment ${leg.key} was accepted and is not reported as settled, though its value date ${leg.valueDate ?? ''} is past.`);
    }
  }

  /** What a report says of the leg. A correction is recorded at the payee; what does not fit the leg goes to the unmatched. */
  private async observationsIn(about: ReportedLeg, leg: BankLeg, report: RailReport): Promise<Observation[]> {
    const { tenantId, state: { payment } } = about.delivery;
    const now = await this.settings.now(tenantId);
    if (report.kind === 'corrected' && payment) {
      const { reportId, paymentId, code, corrected } = report;
      await this.payees.recordCorrection(payment.counterpartyId, tenantId, { reportId, paymentId, code, corrected, at: now.toISOString() });
    }
    const observations = observationsOfReport(report, leg, payment?.rail ?? 'ACH', now).filter((observation) => !isApplied(leg, observation));
    const reason = differsInAmount(report, leg) ? 'amount_differs' : 'too_late';
    if (reason === 'too_late' && !observations.some((observation) => comesTooLate(leg, observation))) return observations;
    await this.keepUnmatched(reason, leg, readableReport(report), about);
    return [];
  }

  /** For the operators. */
  private async keepUnmatched(reason: 'too_late' | 'amount_differs', leg: BankLeg, report: object, { delivery }: ReportedLeg): Promise<void> {
    this.logger.error(`A report of the payment ${leg.key}, which is ${leg.status} here, is kept in unmatched_callbacks: ${reason}.`);
    await this.unmatched.keep(reason, JSON.stringify(report), delivery.tenantId);
  }
}

/** A report as it is kept for the operators. */
export const readableReport = (report: RailReport): object => (report.kind === 'returned' ? { ...report, amount: report.amount.toJson() } : report);

/** The leg with the report's name kept, also when the report changed nothing else. */
function withReportName(next: BankLeg | null, leg: BankLeg, observation: Observation): BankLeg | null {
  if (!('report' in observation) || observation.report === undefined) return next;
  return { ...(next ?? leg), appliedReports: [...leg.appliedReports, observation.report] };
}
