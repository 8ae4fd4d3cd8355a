import { Controller } from '@nestjs/common';
import { releaseGroup } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Legs } from '../adapters/legs.store.js';
import { Reservations } from '../adapters/reservations.store.js';
import { ownedBy, ReservationProcess } from '../reservation/reserving.js';
import { sourcesGivenUp } from '../reservation/reservation.js';
import { ChainBalances } from '../ports/chain-sight.js';
import { answerToRelease, transfersOf } from '../sourcing/answers.js';
import { legKeyOf, sourceIdsOf, type Leg } from '../sourcing/leg.js';
import { dueAtOf, legGivenUp, releasedLeg } from '../sourcing/steps.js';
import { bridged } from '../wallet/claims.js';
import type { Wallet } from '../wallet/wallet.js';
import { Wallets } from '../adapters/wallets.store.js';

type Message = Envelope<BodyOf<typeof releaseGroup>>;

@Controller()
export class ReleaseGroupHandler {
  constructor(
    private readonly legs: Legs,
    private readonly wallets: Wallets,
    private readonly reservations: Reservations,
    private readonly reserving: ReservationProcess,
    private readonly sight: ChainBalances,
    private readonly settings: TenantSettings,
  ) {}

  /** Answered last, when the value is free: whoever hears of it may withdraw it again. */
  @OnMessage(releaseGroup)
  async handle(message: Message): Promise<void> {
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
  private async rebookBridged(leg: Leg, message: Message): Promise<void> {
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
      const { leftAllocations: left } = await this.sight.balancesOfOne(wallet);
      return sourceIdsOf(leg).filter((id) => left.has(id));
    }
    const chains = transfersOf(leg).filter(({ id }) => moved.includes(id)).map(({ fromChain }) => fromChain);
    return (leg.group?.sources ?? []).filter(({ chain }) => chains.includes(chain)).map(({ id }) => id);
  }

  /** A retried leg has a reservation of its own, which goes with it, also when it was never made. */
  private async free(leg: Leg, message: Message): Promise<void> {
    const { walletId, attempt, group } = message.body;
    if (attempt > 1) return this.reserving.close(message.body, message);
    const named = leg.group ?? group ?? null;
    if (named !== null) return this.reserving.free(walletId, message, () => sourceIdsOf({ group: named }));
    await this.freeUnnamed(message);
  }

  private async freeUnnamed(message: Message): Promise<void> {
    const { reservationId, walletId } = message.body;
    const legKey = legKeyOf(message.body);
    const reservation = await this.reservations.change(reservationId, message, (current) => {
      if (current === null || ownedBy(message, current).state.unnamedLegs.includes(legKey)) return null;
      return { state: { ...current.state, unnamedLegs: [...current.state.unnamedLegs, legKey] } };
    });
    if (reservation === null) return;
    await this.reserving.free(walletId, message, ({ claims }) =>
      sourcesGivenUp(reservation.state, (id) => claims.some((allocation) => allocation.id === id && !allocation.isFreed && allocation.legKey === undefined)));
  }
}
