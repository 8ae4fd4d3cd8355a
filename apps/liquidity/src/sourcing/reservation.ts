import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { groupSchema, liquidityReserved, reserveLiquidity, reserveRefused, type Group } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import { z } from 'zod';

/** What came of one reservation, for good: a repeated or late command finds it and is answered alike. Its id is the reservation's. */
export const reservationSchema = z.object({
  walletId: z.string(),
  /** `closed`: released as a whole; nothing is allocated to it any more, or ever. */
  status: z.enum(['reserved', 'refused', 'closed']),
  command: reserveLiquidity.body.nullable(),
  groups: z.array(groupSchema),
  approvalPolicy: z.enum(['none', 'customer']),
  /** The wallet's label: looked up by compliance. Absent from reservations older than the field. */
  label: z.string().optional(),
  /** Why it was refused; null unless `refused`. */
  reason: reserveRefused.body.shape.reason.nullable(),
  /** Legs that were given up without ever having named their group. */
  unnamedLegs: z.array(z.string()),
});
export type Reservation = z.output<typeof reservationSchema>;

type ReserveCommand = BodyOf<typeof reserveLiquidity>;
type RefusalReason = NonNullable<Reservation['reason']>;

export const reservedAs = (command: ReserveCommand, groups: Group[], { approvalPolicy, label }: Pick<Reservation, 'approvalPolicy' | 'label'>): Reservation =>
  ({ walletId: command.walletId, status: 'reserved', command, groups, approvalPolicy, label, reason: null, unnamedLegs: [] });

export const refusedAs = (command: ReserveCommand, reason: RefusalReason): Reservation =>
  ({ walletId: command.walletId, status: 'refused', command, groups: [], approvalPolicy: 'none', reason, unnamedLegs: [] });

/** Closes a reservation, also one that was never made: the command that it overtook must find it closed. */
export const closedAs = (known: Reservation | null, walletId: string): Reservation =>
  ({ ...(known ?? { walletId, command: null, groups: [], approvalPolicy: 'none', unnamedLegs: [] }), status: 'closed', reason: null });

export function answerTo({ reservationId, walletId }: Pick<ReserveCommand, 'reservationId' | 'walletId'>, { status, groups, approvalPolicy, label, reason }: Reservation): Outgoing {
  if (status === 'reserved') return send(liquidityReserved, { reservationId, walletId, approvalPolicy, groups, label });
  return send(reserveRefused, { reservationId, walletId, reason: reason ?? 'released' });
}

/** @throws DomainError `invalid_request` when the id was used for something else: a plan that does not fit must not be answered. */
export function requireSame({ walletId, command: known }: Reservation, command: ReserveCommand): void {
  const isSame = walletId === command.walletId && (known === null || (known.destinationChain === command.destinationChain
    && known.amount.units === command.amount.units && known.amount.currency === command.amount.currency));
  if (!isSame) throw new DomainError('invalid_request', 'This reservation was made for something else.');
}

/**
 * The sources that a leg gives up which was never begun. It names its group; a leg that does not is the reservation's only
 * one, or one of several, and then its value is free when every leg that has not begun was given up.
 */
export function sourcesGivenUp({ groups, unnamedLegs }: Reservation, isOpen: (sourceId: string) => boolean): string[] {
  const left = groups.filter(({ sources }) => sources.some(({ id }) => isOpen(id)));
  return left.length <= unnamedLegs.length ? left.flatMap(({ sources }) => sources.map(({ id }) => id)) : [];
}
