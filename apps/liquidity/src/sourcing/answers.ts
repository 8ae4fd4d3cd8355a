import { groupReleased, groupSourced, groupSourcedElsewhere, groupSpent, groupUnavailable } from '@sluice/contract-liquidity';
import { send, type Outgoing } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import type { Chain } from '../planner/yield-sources.js';
import { sum, unitsOf, usdcJson } from '../wallet/usdc.js';
import { legKeyOf, type Leg } from './leg.js';

const namesOf = ({ legId, attempt, reservationId, walletId }: Leg) => ({ legId, attempt, reservationId, walletId });

interface Transfer {
  readonly id: string;
  readonly fromChain: Chain;
  readonly units: bigint;
}

/** What of a group lies on other chains than the destination's: one transfer for each chain. Unwound value is on its position's chain. */
export function transfersOf(leg: Leg): Transfer[] {
  const sources = (leg.group?.sources ?? []).filter(({ chain }) => chain !== leg.destinationChain);
  return [...new Set(sources.map(({ chain }) => chain))].map((fromChain) => ({
    id: idFrom(legKeyOf(leg), 'transfer', fromChain), fromChain,
    units: sum(sources.filter(({ chain }) => chain === fromChain).map(({ amount }) => unitsOf(amount))),
  }));
}

/** What `source-group` is answered as the leg stands; none while it is under way. */
export function answersToSourcing(leg: Leg): Outgoing[] {
  switch (leg.status) {
    case 'checking': case 'unwinding': return [];
    case 'unavailable': return [send(groupUnavailable, { ...namesOf(leg), reason: leg.reason ?? 'released' })];
    case 'released': return [send(groupUnavailable, { ...namesOf(leg), reason: 'released' })];
    case 'sourced': case 'spent': {
      const transfers = transfersOf(leg).map(({ id, fromChain, units }) => ({ id, fromChain, amount: usdcJson(units) }));
      return [transfers.length === 0 ? send(groupSourced, namesOf(leg)) : send(groupSourcedElsewhere, { ...namesOf(leg), transfers })];
    }
  }
}

export const answerToRelease = (leg: Leg): Outgoing => send(groupReleased, namesOf(leg));

export const answerToSpending = (leg: Leg): Outgoing => send(groupSpent, namesOf(leg));
