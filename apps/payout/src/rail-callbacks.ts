import { Injectable, Logger } from '@nestjs/common';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { Deliveries } from './adapters/deliveries.store.js';
import { UnmatchedCallbacks } from './adapters/unmatched-callbacks.store.js';
import { BankFiles } from './bank-files.js';
import { legByPaymentId } from './delivery/delivery.js';
import { hasEnded, type Leg } from './delivery/leg.js';
import type { RailReport } from './bank-payments/rails/rail-report.js';
import { BankRail } from './providers/bank.js';
import { Reports, wordsOf, type About } from './reports.js';

/** Takes in the files that the bank sends by itself, each report for itself. */
@Injectable()
export class RailCallbacks {
  private readonly logger = new Logger(RailCallbacks.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly files: BankFiles,
    private readonly reports: Reports,
    private readonly bank: BankRail,
  ) {}

  /** @throws OutcomeUnknown when the bank has to be asked first and does not answer: it is told once more then. */
  async take(bytes: Uint8Array, tenantId: string): Promise<void> {
    for (const report of await this.files.read(bytes, { tenantId, source: 'callback' })) await this.tell(report, tenantId);
  }

  private async tell(report: RailReport, tenantId: string): Promise<void> {
    const delivery = await this.deliveries.byPaymentId(report.paymentId);
    const leg = delivery && legByPaymentId(delivery.state, report.paymentId);
    if (!leg || delivery.tenantId !== tenantId) {
      this.logger.error(`The bank speaks of the payment ${report.paymentId}, which nobody here gave; the report is kept among the unmatched.`);
      return this.unmatched.keep('unknown_payment', JSON.stringify(wordsOf(report)), tenantId);
    }
    const hear = (): Promise<void> => this.hear({ delivery, key: leg.key }, leg, report);
    const { dialect, traceparent: parent } = delivery.state.asker;
    await withLogFields({ tenantId, withdrawalId: delivery.id, dialect }, () => inSpan(`bank report ${report.kind}`, { parent }, hear));
  }

  /** An ACH return does not say whether the credit had arrived before, and its notice may have been lost: the bank knows. */
  private async hear(about: About, leg: Leg, report: RailReport): Promise<void> {
    if (report.kind === 'returned' && about.delivery.state.payment?.rail === 'ACH' && !hasEnded(leg)) {
      const answer = await this.bank.inquire(leg.key, about.delivery.tenantId);
      if (answer) await this.reports.heard(about, answer);
      const current = await this.deliveries.byPaymentId(report.paymentId);
      const known = current && legByPaymentId(current.state, report.paymentId);
      if (known) return this.reports.heardReport({ delivery: current, key: leg.key }, known, report);
    }
    return this.reports.heardReport(about, leg, report);
  }
}
