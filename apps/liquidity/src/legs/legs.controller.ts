import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { releaseGroup, sourceGroup, spendGroup } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import { OnMessage, Park } from '@sluice/messaging';
import { TenantSettings, ownedBy } from '@sluice/persistence';
import { ChainBalances } from '../providers/chain-balances.js';
import { publishedTime } from '../sourcing/estimate.js';
import { sourcesGivenUp } from '../sourcing/reservation.js';
import { ReservationProcess } from '../sourcing/reservations.process.js';
import { Reservations, Samples } from '../sourcing/sourcing.repository.js';
import { bridged, spent } from '../wallets/allocations.js';
import type { Wallet } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';
import {
  answersToSourcing, answerToRelease, answerToSpending, begunLeg, dueAtOf, legGivenUp, legKeyOf, Legs, releasedLeg, sourceIdsOf, spentLeg, transfersOf, type Leg,
} from './leg.js';

type Release = Envelope<BodyOf<typeof releaseGroup>>;
type Spend = Envelope<BodyOf<typeof spendGroup>>;

@Controller()
export class LegsController {
  constructor(
    private readonly legs: Legs,
    private readonly wallets: Wallets,
    private readonly reservations: Reservations,
    private readonly reserving: ReservationProcess,
    private readonly balances: ChainBalances,
    private readonly samples: Samples,
    private readonly settings: TenantSettings,
  ) {}

  /** Begins a leg once. One that was given up before it was begun sets the value free that it would have used. */
  @OnMessage(sourceGroup)
  async source(message: Envelope<BodyOf<typeof sourceGroup>>): Promise<void> {
    const { body, withdrawalId, tenantId } = message;
    const now = await this.settings.now(tenantId);
    const leg = await this.legs.change(legKeyOf(body), message, (current) => {
      if (current === null) {
        const state = begunLeg({ ...body, withdrawalId });
        return { state, dueAt: dueAtOf(state, now) };
      }
      const { state } = ownedBy(message, current);
      if (state.walletId !== body.walletId || state.reservationId !== body.reservationId) throw new DomainError('invalid_request', 'This leg was begun for something else.');
      return { send: answersToSourcing(state) };
    });
    if (leg?.state.status === 'released' && leg.state.group === null) {
      await this.reserving.free(body.walletId, message, () => body.group.sources.map(({ id }) => id));
    }
  }

  /** Answered last, when the value is free: whoever receives the answer may withdraw it again. */
  @OnMessage(releaseGroup)
  async release(message: Release): Promise<void> {
    const { body, tenantId } = message;
    const now = await this.settings.now(tenantId);
    const leg = await this.legs.change(legKeyOf(body), message, (current) => {
      const state = current ? releasedLeg(ownedBy(message, current).state) : legGivenUp(body);
      return state === current?.state ? null : { state, dueAt: dueAtOf(state, now) };
    });
    if (leg?.state.status === 'released') {
      await this.rebookBridged(leg.state, message);
      await this.free(leg.state, message);
    }
    await this.legs.change(legKeyOf(body), message, (current) => current && { send: [answerToRelease(current.state)] });
  }

  /** What was bridged for the leg is cash of the wallet where it is now. */
  private async rebookBridged(leg: Leg, message: Release): Promise<void> {
    const { destinationChain, walletId } = leg;
    if (destinationChain === null || transfersOf(leg).length === 0) return;
    await this.wallets.change(walletId, message, async (current) => {
      if (current === null) return null;
      const ids = await this.bridgedSources(leg, message.body.moved, current.state);
      const state = bridged(current.state, ids, destinationChain);
      return state === current.state ? null : { state };
    });
  }

  /** Where nobody says what was bridged, the chains do: cash that has left is expected at its destination. */
  private async bridgedSources(leg: Leg, moved: readonly string[] | undefined, wallet: Wallet): Promise<string[]> {
    if (moved === undefined) {
      const { leftAllocations: left } = await this.balances.balancesOfOne(wallet);
      return sourceIdsOf(leg).filter((id) => left.has(id));
    }
    const chains = transfersOf(leg).filter(({ id }) => moved.includes(id)).map(({ fromChain }) => fromChain);
    return (leg.group?.sources ?? []).filter(({ chain }) => chains.includes(chain)).map(({ id }) => id);
  }

  /** A retried leg has a reservation of its own, which goes with it, also when it was never made. */
  private async free(leg: Leg, message: Release): Promise<void> {
    const { walletId, attempt, group } = message.body;
    if (attempt > 1) return this.reserving.close(message.body, message);
    const named = leg.group ?? group ?? null;
    if (named !== null) return this.reserving.free(walletId, message, () => sourceIdsOf({ group: named }));
    await this.freeUnnamed(message);
  }

  private async freeUnnamed(message: Release): Promise<void> {
    const { reservationId, walletId } = message.body;
    const legKey = legKeyOf(message.body);
    const reservation = await this.reservations.change(reservationId, message, (current) => {
      if (current === null || ownedBy(message, current).state.unnamedLegs.includes(legKey)) return null;
      return { state: { ...current.state, unnamedLegs: [...current.state.unnamedLegs, legKey] } };
    });
    if (reservation === null) return;
    await this.reserving.free(walletId, message, ({ allocations }) =>
      sourcesGivenUp(reservation.state, (id) => allocations.some((allocation) => allocation.id === id && !allocation.isFreed && allocation.legKey === undefined)));
  }

  @OnMessage(spendGroup)
  async spend(message: Spend): Promise<void> {
    const legKey = legKeyOf(message.body);
    const leg = await this.legs.change(legKey, message, (current) => {
      if (current === null) throw new Park('spend-group for a leg that was never sourced');
      const state = spentLeg(ownedBy(message, current).state);
      return state === current.state ? null : { state };
    });
    if (leg?.state.status === 'spent') await this.take(leg.state, message);
    await this.legs.change(legKey, message, (current) => current && { send: [answerToSpending(current.state)] });
  }

  private async take(leg: Leg, message: Spend): Promise<void> {
    const ids = sourceIdsOf(leg);
    await this.wallets.change(leg.walletId, message, (current) =>
      (current?.state.allocations.some(({ id }) => ids.includes(id)) ? { state: spent(current.state, ids) } : null));
    await this.noteDurations(leg, message);
  }

  /**
   * Only the time from sourced to spent is known here: on one chain it is that of paying out, otherwise bridging and paying
   * out together, of which the usual time of paying out is taken off. Votes of customers say nothing about the system.
   */
  private async noteDurations(leg: Leg, message: Spend): Promise<void> {
    const wallet = await this.wallets.ofTenant(leg.walletId, message.tenantId);
    if (leg.destinationChain === null || leg.sourcedAt === undefined || wallet.state.approvalPolicy === 'customer') return;
    const now = (await this.settings.now(message.tenantId)).toISOString();
    const [transfer] = transfersOf(leg);
    if (transfer === undefined) {
      return this.samples.note(legKeyOf(leg), { step: 'payout_transfer_and_finality', where: leg.destinationChain }, leg.sourcedAt, now, message);
    }
    const { p50 } = publishedTime('payout_transfer_and_finality', 0, leg.destinationChain);
    const from = new Date(Date.parse(leg.sourcedAt) + p50 * 1_000).toISOString();
    await this.samples.note(legKeyOf(leg), { step: 'bridge_cctp', where: transfer.fromChain }, from, now, message);
  }
}
