import { caseClosed } from '@sluice/contract-compliance';
import { send } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import type { ComplianceCase } from './compliance-case.js';

/** Closes a case for good, also one that was never opened: a screening that was overtaken by the closing must find it closed. */
export function closed(known: ComplianceCase): Change<ComplianceCase> {
  const answer = [send(caseClosed, {})];
  return known.closed ? { send: answer } : { state: { ...known, closed: true }, send: answer };
}
