import { Injectable } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import type { Group, reserveLiquidity } from '@sluice/contract-liquidity';
import { DomainError, newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { ownedBy } from '@sluice/persistence';
import { ChainBalances } from '../providers/chain-balances.js';
import { allocated, freed } from '../wallets/allocations.js';
import { holdingsOf } from '../wallets/holdings.js';
import { unitsOf, type Wallet } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { answerTo, closedAs, refusedAs, requireSame, reservedAs, type Reservation } from './reservation.js';
import { groupsOf, plan } from './source-plan.js';
import { Reservations } from './sourcing.repository.js';

type Message = Envelope<BodyOf<typeof reserveLiquidity>>;

/** No fee is charged today; a fee would be sourced with the amount. */
export const FEE_UNITS = 0n;

const idsOf = ({ groups }: Reservation): string[] => groups.flatMap(({ sources }) => sources.map(({ id }) => id));

/**
 * Allocates value to reservations. Two documents are written: first the wallet, in which no two reservations can allocate the same
 * value, then the reservation, which is the answer for good. An attempt that finds the second one written differently frees its own
 * allocations; after a crash in between the command's next delivery does the rest.
 */
@Injectable()
export class ReservationProcess {
  constructor(private readonly wallets: Wallets, private readonly reservations: Reservations, private readonly balances: ChainBalances) {}

  async reserve(message: Message): Promise<void> {
    const { body } = message;
    if (body.amount.currency !== 'USDC') throw new DomainError('invalid_request', 'A wallet holds USDC only.');
    const known = await this.reservations.find(body.reservationId);
    const wanted = known === null ? await this.allocate(message) : null;
    const stored = await this.reservations.change(body.reservationId, message, (current) => {
      if (current === null) return wanted && { state: wanted, send: [answerTo(body, wanted)] };
      const { state } = ownedBy(message, current);
      requireSame(state, body);
      return { send: [answerTo(body, state)] };
    });
    if (wanted?.status === 'reserved' && stored !== null) await this.freeUnlessStored(stored.state, wanted, message);
  }

  /** Closes a reservation for good and frees its allocations. */
  async close({ reservationId, walletId }: { reservationId: string; walletId: string }, cause: Cause): Promise<void> {
    await this.reservations.change(reservationId, cause, (current) => {
      if (current && ownedBy(cause, current).state.walletId !== walletId) throw new DomainError('invalid_request', 'This reservation is another wallet\'s.');
      return current?.state.status === 'closed' ? null : { state: closedAs(current?.state ?? null, walletId) };
    });
    await this.free(walletId, cause, ({ allocations }) => allocations.filter((allocation) => allocation.reservationId === reservationId).map(({ id }) => id));
  }

  /** Frees allocations by id, as far as they are still there. */
  async free(walletId: string, cause: Cause, idsIn: (wallet: Wallet) => readonly string[]): Promise<void> {
    await this.wallets.change(walletId, cause, (current) => {
      if (current === null) return null;
      const ids = idsIn(ownedBy(cause, current).state);
      return current.state.allocations.some(({ id, isFreed }) => ids.includes(id) && !isFreed) ? { state: freed(current.state, ids) } : null;
    });
  }

  private async allocate(message: Message): Promise<Reservation> {
    const { tenantId, body } = message;
    let outcome = refusedAs(body, 'not_found');
    await this.wallets.change(body.walletId, message, async (current) => {
      outcome = refusedAs(body, 'not_found');
      if (current?.tenantId !== tenantId) return null;
      const { state } = current;
      const allocatedBefore = groupsAllocatedTo(state, body.reservationId);
      if (allocatedBefore.length > 0) outcome = reservedAs(body, allocatedBefore, state);
      if (allocatedBefore.length > 0) return null;
      const groups = state.status === 'active' ? await this.planFor(state, body) : null;
      outcome = groups ? reservedAs(body, groups, state) : refusedAs(body, state.status === 'active' ? 'insufficient_funds' : 'wallet_not_active');
      return groups && { state: allocated(state, body.reservationId, groups) };
    });
    return outcome;
  }

  /** Positions are read after the wallet was: what moves meanwhile changes the wallet, and everything is decided again. */
  private async planFor(wallet: Wallet, { amount, destinationChain }: Message['body']): Promise<Group[] | null> {
    const holdings = holdingsOf(wallet, await this.balances.positionsOfOne(wallet));
    return plan({ units: unitsOf(amount) + FEE_UNITS, destinationChain }, holdings, newId);
  }

  private async freeUnlessStored(stored: Reservation, wanted: Reservation, cause: Cause): Promise<void> {
    const kept = new Set(stored.status === 'reserved' ? idsOf(stored) : []);
    const surplus = idsOf(wanted).filter((id) => !kept.has(id));
    if (surplus.length > 0) await this.free(wanted.walletId, cause, () => surplus);
  }
}

const groupsAllocatedTo = ({ allocations }: Wallet, reservationId: string): Group[] => groupsOf(allocations.filter((allocation) => allocation.reservationId === reservationId && !allocation.isFreed));
