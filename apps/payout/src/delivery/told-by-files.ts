import { Money, type Rail } from '@sluice/kernel';
import { traceOf } from '../bank-payments/rails/payment-id.js';
import type { RailReport } from '../bank-payments/rails/rail-report.js';
import type { BankReport } from '../providers/bank.js';
import { factsOf } from './facts-of.js';
import type { Leg } from './leg.js';
import type { Fact } from './leg-steps.js';

/** The codes that NACHA's returns carry. */
const ACH_CODE = /^R\d\d$/;

export const reportNameOf = ({ kind, reportId }: Pick<RailReport, 'kind' | 'reportId'>): string => `${kind}:${reportId}`;

/**
 * What a report tells about a leg. Only what was settled can come back between ISO 20022 banks, so a return there tells of
 * both; an ACH return does not say whether the credit had arrived. Corrections tell nothing about the leg.
 */
export function factsOfReport(report: RailReport, { key }: Pick<Leg, 'key'>, rail: Rail, now: Date): Fact[] {
  const name = reportNameOf(report);
  const trace = report.trace ?? traceOf(key, rail);
  switch (report.kind) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'settled': return [{ kind: 'settled', trace, report: name }];
    case 'rejected': return [{ kind: 'rejected', reason: report.code, report: name }];
    case 'returned': {
      const returned: Fact = { kind: 'returned', code: report.code, at: now.toISOString(), report: name };
      return rail === 'ACH' ? [returned] : [{ kind: 'settled', trace }, returned];
    }
    case 'corrected': return [];
  }
}

/** Less or more came back than was sent: no rule says what that means, so a person has to. */
export const isPartial = (report: RailReport, { amount }: Pick<Leg, 'amount'>): boolean =>
  report.kind === 'returned' && !report.amount.equals(Money.fromJson(amount));

/** What a rail's files cannot say: that an ACH credit arrived, and codes that are not NACHA's. */
export const toldPlainlyOnly = (notice: BankReport, rail: Rail): Fact[] =>
  rail !== 'ACH' ? [] : factsOf(notice).filter((fact) =>
    fact.kind === 'settled'
    || (fact.kind === 'returned' && !ACH_CODE.test(fact.code))
    || (fact.kind === 'rejected' && !ACH_CODE.test(fact.reason)));

export const isHeard = ({ heard }: Leg, fact: Fact): boolean => 'report' in fact && fact.report !== undefined && heard.includes(fact.report);

/** Money moved for a payment that ended without it, as far as we know: nothing here can be done with that. */
export function comesTooLate({ status, reason }: Leg, fact: Fact): boolean {
  if (fact.kind !== 'settled' && fact.kind !== 'returned') return false;
  return status === 'cancelled' || (status === 'failed' && (fact.kind === 'settled' || fact.code !== reason));
}
