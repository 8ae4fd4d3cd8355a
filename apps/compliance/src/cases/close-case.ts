import { caseClosed } from '@sluice/contract-compliance';
import { send } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import { endedReservation } from '../limits/reservation.js';
import type { ComplianceCase } from './compliance-case.js';

/** Closes a case for good, also one that was never opened: a screening that was overtaken by the closing must find it closed. */
export function closed(known: ComplianceCase): Change<ComplianceCase> {
  const answer = [send(caseClosed, {})];
  if (known.closed) return { send: answer };
  return { state: { ...known, closed: true, inquiry: null, reservation: endedReservation(known.reservation) }, send: answer };
}
