import { limitSchema } from '@sluice/contract-compliance';
import { currencySchema, type BodyOf } from '@sluice/contract-kit';
import type { screen } from '@sluice/contract-compliance';
import { z } from 'zod';
import { dayOf } from './counter.js';
import type { LimitSettings } from './limits.js';

/**
 * What a withdrawal takes from the limits, kept in its case. It is written down before any counter is touched, so that whatever
 * breaks off is taken up again, and the end of the withdrawal finds every counter that may hold a part of it.
 */
export const reservationSchema = z.object({
  status: z.enum(['taking', 'counted', 'giving-back', 'given-back']),
  /** Whether all parts were taken before they were given back. */
  wasCounted: z.boolean(),
  currency: currencySchema,
  /** Integer minor units. */
  units: z.string(),
  /** UTC day of the tenant's clock on which it counts. */
  day: z.string(),
  /** The counters, each with the limit that held when it was taken from. */
  claims: z.array(z.object({ counterId: z.string(), limit: limitSchema })),
});
export type Reservation = z.output<typeof reservationSchema>;

export type Reserved = Pick<BodyOf<typeof screen>, 'accountId' | 'destinationId' | 'amount'> & { readonly tenantId: string; readonly at: Date };

/** Null when no limit of the tenant is about this withdrawal: then nothing is counted. */
export function reservationFor({ tenantId, accountId, destinationId, amount, at }: Reserved, { limits }: LimitSettings): Reservation | null {
  const subjects = { tenant: tenantId, account: accountId, counterparty: destinationId };
  const claims = limits
    .filter(({ currency }) => currency === amount.currency)
    .map((limit) => ({ counterId: JSON.stringify([tenantId, limit.scope, subjects[limit.scope], limit.currency]), limit }));
  return claims.length === 0 ? null : { status: 'taking', wasCounted: false, currency: amount.currency, units: amount.units, day: dayOf(at), claims };
}

/** The reservation once the withdrawal has been given up. */
export function endedReservation(reservation: Reservation | null): Reservation | null {
  if (reservation === null || reservation.status === 'giving-back' || reservation.status === 'given-back') return reservation;
  return { ...reservation, status: 'giving-back', wasCounted: reservation.status === 'counted' };
}
