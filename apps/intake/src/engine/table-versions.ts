import { NotKnownYet } from '@sluice/messaging';
import { standingIn } from '@sluice/saga';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { tableOf } from './tables.js';
import type { Withdrawal } from './withdrawal.js';

/**
 * A stored withdrawal as today's tables have it: what stood in a state that is gone goes on where its table says.
 * @throws NotKnownYet for a state of a newer table: an instance that knows it decides, and this one guesses nothing.
 */
export function inTodaysTables(withdrawal: Withdrawal): Withdrawal {
  const { kind, legs } = withdrawal;
  const state = known(standingIn(tableOf(kind), withdrawal.state), kind, withdrawal.state);
  const isAsStored = state === withdrawal.state && legs.every((leg) => Object.hasOwn(payoutLegSaga.rows, leg.state));
  if (isAsStored) return withdrawal;
  return { ...withdrawal, state, legs: legs.map((leg) => ({ ...leg, state: known(standingIn(payoutLegSaga, leg.state), 'payout leg', leg.state) })) };
}

function known<State extends string>(state: State | undefined, table: string, stored: string): State {
  if (state === undefined) throw new NotKnownYet(`The table of ${table} has no state ${stored} here.`);
  return state;
}
