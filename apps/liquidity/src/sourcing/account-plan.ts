import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { liquidityReturned, liquiditySourced, liquidityUnavailable, sourceLegSchema, sourceLiquidity } from '@sluice/contract-liquidity';
import { DomainError, Money } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import { z } from 'zod';

/** Where the cash for one withdrawal comes from; its id is the withdrawal's. */
export const planSchema = z.object({
  /** `returned` is for good: nothing is sourced for this withdrawal any more. */
  status: z.enum(['sourced', 'unavailable', 'returned']),
  accountId: z.string(),
  /** The command that it answers; null when the plan was returned before it was made. */
  command: sourceLiquidity.body.nullable(),
  legs: z.array(sourceLegSchema),
  /** Why nothing could be sourced; null unless `unavailable`. */
  reason: z.string().nullable(),
});

export type Plan = z.output<typeof planSchema>;

type SourceCommand = BodyOf<typeof sourceLiquidity>;

/**
 * Plans once per withdrawal and answers a repeated command from the plan.
 * @throws DomainError `invalid_request` when the same withdrawal commands something else: a plan that does not fit the
 * amount must not be answered.
 */
export function sourcedPlan(known: Plan | null, command: SourceCommand, newLegId: () => string): Change<Plan> {
  if (known === null) {
    const plan = newPlan(command, newLegId);
    return { state: plan, send: [answerOf(plan)] };
  }
  if (known.command && !isSame(known.command, command)) throw new DomainError('invalid_request', 'This withdrawal has a plan for something else.');
  return { send: [answerOf(known)] };
}

/** A plain account's cash is one leg, already where it is paid from. Positions and wallets on a chain are not held here yet. */
function newPlan(command: SourceCommand, newLegId: () => string): Plan {
  const { accountId, amount, destinationChain } = command;
  if (destinationChain !== undefined) return { status: 'unavailable', accountId, command, legs: [], reason: 'no_wallet' };
  return { status: 'sourced', accountId, command, legs: [{ id: newLegId(), positionKey: 'cash', amount }], reason: null };
}

function answerOf({ status, legs, reason }: Plan): Outgoing {
  return status === 'sourced' ? send(liquiditySourced, { legs }) : send(liquidityUnavailable, { reason: reason ?? 'returned' });
}

const isSame = (one: SourceCommand, other: SourceCommand): boolean =>
  one.accountId === other.accountId && one.destinationChain === other.destinationChain && Money.fromJson(one.amount).equals(Money.fromJson(other.amount));

/** Gives a plan up for good, also one that was never made: a command that its return overtook must find it returned. */
export function returnedPlan(known: Plan | null, accountId: string): Change<Plan> {
  const answer = [send(liquidityReturned, {})];
  if (known?.status === 'returned') return { send: answer };
  const plan = known ?? { accountId, command: null, legs: [] };
  return { state: { ...plan, status: 'returned', reason: null }, send: answer };
}
