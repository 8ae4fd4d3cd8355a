import { liquiditySourced, liquidityUnavailable, type sourceLiquidity } from '@sluice/contract-liquidity';
import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import type { Plan } from './plan.js';

type SourceCommand = BodyOf<typeof sourceLiquidity>;

/**
 * Plans once per withdrawal and answers a repeated question from the plan.
 * @throws DomainError `invalid_request` when the same withdrawal asks for something else: a plan that does not fit the
 * amount must reach nobody.
 */
export function sourcedPlan(known: Plan | null, asked: SourceCommand, newLegId: () => string): Change<Plan> {
  if (known === null) {
    const plan = newPlan(asked, newLegId);
    return { state: plan, send: [answerOf(plan)] };
  }
  if (known.asked && !isSame(known.asked, asked)) throw new DomainError('invalid_request', 'This withdrawal has a plan for something else.');
  return { send: [answerOf(known)] };
}

/** A plain account's cash is one leg, already where it is paid from. Positions and wallets on a chain are not held here yet. */
function newPlan(asked: SourceCommand, newLegId: () => string): Plan {
  const { accountId, amount, destinationChain } = asked;
  if (destinationChain !== undefined) return { status: 'unavailable', accountId, asked, legs: [], reason: 'no_wallet' };
  return { status: 'sourced', accountId, asked, legs: [{ id: newLegId(), positionKey: 'cash', amount }], reason: null };
}

function answerOf({ status, legs, reason }: Plan): Outgoing {
  return status === 'sourced' ? send(liquiditySourced, { legs }) : send(liquidityUnavailable, { reason: reason ?? 'returned' });
}

const isSame = (one: SourceCommand, other: SourceCommand): boolean =>
  one.accountId === other.accountId && one.destinationChain === other.destinationChain && Money.fromJson(one.amount).equals(Money.fromJson(other.amount));
