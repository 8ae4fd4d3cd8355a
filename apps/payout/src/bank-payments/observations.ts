import { Money, type Rail } from '@sluice/kernel';
import type { BankReport } from '../providers/bank.js';
import type { BankLeg, Observation } from './bank-leg.js';
import { traceOf } from './rails/payment-id.js';
import type { RailReport } from './rails/rail-report.js';

/** What a notice says, in the order in which it happened: a return after settlement says both. */
export function observationsOf(report: BankReport): Observation[] {
  switch (report.status) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'rejected': return [{ kind: 'rejected', reason: report.reason }];
    case 'settled': return [{ kind: 'settled', trace: report.trace }];
    case 'recalled': return [{ kind: 'recalled' }];
    case 'returned': {
      const returned: Observation = { kind: 'returned', code: report.code, at: report.returnedAt };
      return report.settledTrace === undefined ? [returned] : [{ kind: 'settled', trace: report.settledTrace }, returned];
    }
  }
}

/** The codes that NACHA's returns carry. */
const ACH_CODE = /^R\d\d$/;

const reportNameOf = ({ kind, reportId }: Pick<RailReport, 'kind' | 'reportId'>): string => `${kind}:${reportId}`;

/**
 * What a report in a file says of a leg. Only what was settled can be returned between ISO 20022 banks, so a return there says
 * both; an ACH return does not say whether the credit had arrived. Corrections say nothing of the leg.
 */
export function observationsOfReport(report: RailReport, { key }: Pick<BankLeg, 'key'>, rail: Rail, now: Date): Observation[] {
  const name = reportNameOf(report);
  const trace = report.trace ?? traceOf(key, rail);
  switch (report.kind) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'settled': return [{ kind: 'settled', trace, report: name }];
    case 'rejected': return [{ kind: 'rejected', reason: report.code, report: name }];
    case 'returned': {
      const returned: Observation = { kind: 'returned', code: report.code, at: now.toISOString(), report: name };
      return rail === 'ACH' ? [returned] : [{ kind: 'settled', trace }, returned];
    }
    case 'corrected': return [];
  }
}

/** Less or more came back than was sent: no rule says what that means, so a person has to. */
export const differsInAmount = (report: RailReport, { amount }: Pick<BankLeg, 'amount'>): boolean =>
  report.kind === 'returned' && !report.amount.equals(Money.fromJson(amount));

/** What a rail's files cannot say: that an ACH credit arrived, and codes that are not NACHA's. */
export const onlyInNotices = (notice: BankReport, rail: Rail): Observation[] =>
  rail !== 'ACH' ? [] : observationsOf(notice).filter((observation) =>
    observation.kind === 'settled'
    || (observation.kind === 'returned' && !ACH_CODE.test(observation.code))
    || (observation.kind === 'rejected' && !ACH_CODE.test(observation.reason)));

export const isApplied = ({ appliedReports }: BankLeg, observation: Observation): boolean => 'report' in observation && observation.report !== undefined && appliedReports.includes(observation.report);

/** Money moved for a payment that ended without it, as far as we know: nothing here can be done with that. */
export function comesTooLate({ status, reason }: BankLeg, observation: Observation): boolean {
  if (observation.kind !== 'settled' && observation.kind !== 'returned') return false;
  return status === 'cancelled' || (status === 'failed' && (observation.kind === 'settled' || observation.code !== reason));
}
