import { Injectable } from '@nestjs/common';
import { authorizationNonce } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Change, type Versioned } from '@sluice/persistence';
import { ChainBalances } from '../providers/chain-balances.js';
import { checkedCash, foundByLeg, handedOver, type CashCheck } from '../wallets/allocations.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { answersToSourcing, checkedLeg, dueAtOf, legKeyOf, Legs, sourceIdsOf, transfersOf, type Leg } from './leg.js';

/** How often bridging may have to authorize a transfer anew because the one before ran out unused. */
const pulls = [1, 2, 3] as const;

/** Every change of a leg goes through here, so that its answer, its timer and its allocations go with it. */
@Injectable()
export class LegProcess {
  constructor(private readonly legs: Legs, private readonly wallets: Wallets, private readonly balances: ChainBalances, private readonly settings: TenantSettings) {}

  /** One change of a leg; answered when it brings the answer about. Before a leg is stored as sourced, its allocations are handed over. */
  async move(legKey: string, cause: Cause, decide: (leg: Leg, now: Date) => Leg): Promise<Versioned<Leg> | null> {
    const now = await this.settings.now(cause.tenantId);
    return this.legs.change(legKey, cause, async (current): Promise<Change<Leg> | null> => {
      if (current === null) return null;
      const next = decide(current.state, now);
      if (next === current.state) return null;
      const isAnswered = answersToSourcing(current.state).length > 0;
      if (next.status === 'sourced' && !isAnswered) await this.handOver(next, cause);
      return { state: next, dueAt: dueAtOf(next, now), send: isAnswered || next.status === 'released' ? [] : answersToSourcing(next) };
    });
  }

  /** Checks whether the leg's cash is on the chain where it was planned to be, and gives it precedence over legs that are checked later. */
  async check({ state: leg }: Versioned<Leg>, cause: Cause): Promise<void> {
    const found = await this.findCash(leg, cause);
    await this.move(legKeyOf(leg), cause, (current, now) => checkedLeg(current, found, now));
  }

  private async findCash({ group, walletId, ...leg }: Leg, cause: Cause): Promise<CashCheck> {
    let found: CashCheck = 'gone';
    if (group === null) return found;
    const legKey = legKeyOf(leg);
    const ids = sourceIdsOf({ group });
    await this.wallets.change(walletId, cause, async (current) => {
      if (current?.tenantId !== cause.tenantId) return null;
      found = checkedCash(current.state, legKey, group, await this.balances.balancesOfOne(current.state));
      const isKnown = current.state.allocations.every((allocation) => !ids.includes(allocation.id) || allocation.legKey === legKey);
      return found !== 'there' || isKnown ? null : { state: foundByLeg(current.state, ids, legKey) };
    });
    return found;
  }

  private async handOver(leg: Leg, cause: Cause): Promise<void> {
    const { destinationChain, walletId, withdrawalId, legId, attempt } = leg;
    if (destinationChain === null || withdrawalId === undefined) return;
    const { timer: _, ...repeatable } = cause;
    const ids = sourceIdsOf(leg);
    const nonceOf = (number: number) => authorizationNonce(withdrawalId, legId, number);
    const earlierNonces = Array.from({ length: attempt - 1 }, (_, index) => nonceOf(index + 1));
    const pullNonces = transfersOf(leg).flatMap(({ id }) => pulls.map((pull) => authorizationNonce('bridging', legKeyOf(leg), id, pull)));
    await this.wallets.change(walletId, repeatable, (current) =>
      current && { state: handedOver(current.state, ids, { destinationChain, pullNonces, paymentNonce: nonceOf(attempt), earlierNonces }) });
  }
}
