import { Injectable, Logger } from '@nestjs/common';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { BankRail } from '../providers/bank.js';
import { hasEnded, type BankLeg } from './bank-leg.js';
import { BankFiles, BankReports, readableReport, type ReportedLeg } from './bank-reports.js';
import { Deliveries } from './deliveries.repository.js';
import { legByPaymentId } from './delivery.js';
import type { RailReport } from './rails/rail-report.js';
import { UnmatchedCallbacks } from './unusable-reports.repository.js';

/** Files that the bank sends by itself: each report in them is matched to its leg. */
@Injectable()
export class FileCallbacks {
  private readonly logger = new Logger(FileCallbacks.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly files: BankFiles,
    private readonly reports: BankReports,
    private readonly bank: BankRail,
  ) {}

  /** @throws OutcomeUnknown when an inquiry has to come first and the bank does not answer: it sends the file again then. */
  async take(bytes: Uint8Array, tenantId: string): Promise<void> {
    for (const report of await this.files.read(bytes, { tenantId, source: 'callback' })) await this.takeReport(report, tenantId);
  }

  private async takeReport(report: RailReport, tenantId: string): Promise<void> {
    const delivery = await this.deliveries.byPaymentId(report.paymentId);
    const leg = delivery && legByPaymentId(delivery.state, report.paymentId);
    if (!leg || delivery.tenantId !== tenantId) {
      this.logger.error(`The bank reports the payment ${report.paymentId}, which is unknown here; the report is kept in unmatched_callbacks.`);
      return this.unmatched.keep('unknown_payment', JSON.stringify(readableReport(report)), tenantId);
    }
    const record = (): Promise<void> => this.record({ delivery, key: leg.key }, leg, report);
    const { dialect, traceparent: parent } = delivery.state.replyAddress;
    await withLogFields({ tenantId, withdrawalId: delivery.id, dialect }, () => inSpan(`bank report ${report.kind}`, { parent }, record));
  }

  /** An ACH return does not say whether the credit had arrived, and that notice may be lost: the payment is inquired about first. */
  private async record(about: ReportedLeg, leg: BankLeg, report: RailReport): Promise<void> {
    if (report.kind === 'returned' && about.delivery.state.payment?.rail === 'ACH' && !hasEnded(leg)) {
      const answer = await this.bank.inquire(leg.key, about.delivery.tenantId);
      if (answer) await this.reports.takeAnswer(about, answer);
      const current = await this.deliveries.byPaymentId(report.paymentId);
      const known = current && legByPaymentId(current.state, report.paymentId);
      if (known) return this.reports.takeReport({ delivery: current, key: leg.key }, known, report);
    }
    return this.reports.takeReport(about, leg, report);
  }
}
