import type { BankReport } from '../providers/bank.js';
import type { Fact } from './leg-steps.js';

/** What a report tells, in the order in which it happened: a return after settlement tells of both. */
export function factsOf(report: BankReport): Fact[] {
  switch (report.status) {
    case 'accepted': return [{ kind: 'accepted' }];
    case 'rejected': return [{ kind: 'rejected', reason: report.reason }];
    case 'settled': return [{ kind: 'settled', trace: report.trace }];
    case 'recalled': return [{ kind: 'recalled' }];
    case 'returned': {
      const returned: Fact = { kind: 'returned', code: report.code, at: report.returnedAt };
      return report.settledTrace === undefined ? [returned] : [{ kind: 'settled', trace: report.settledTrace }, returned];
    }
  }
}
