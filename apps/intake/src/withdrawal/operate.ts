import type { AskOf } from '@sluice/contract-kit';
import type { operateWithdrawal } from '@sluice/contract-intake';
import type { Change, Versioned } from '@sluice/persistence';
import { tableOf } from '../saga/tables.js';
import { arrive, type Arrival } from './advance.js';
import { Draft } from './draft.js';
import type { Withdrawal } from './withdrawal.js';

type Order = AskOf<typeof operateWithdrawal>;

/** What an operator's order does to a withdrawal; null when it was carried out before, `impossible` when its state has no place for it. */
export function operate(current: Versioned<Withdrawal>, order: Order, now: Date): Change<Withdrawal> | null | 'impossible' {
  if (current.state.taken.includes(order.actionId)) return null;
  if (order.action === 'retry-step') return askedAgain(current, order, now);
  const change = arrive(current, arrivalOf(current.state, order), now);
  if (typeof change !== 'string') return change;
  return 'impossible';
}

function askedAgain(current: Versioned<Withdrawal>, { actionId }: Order, now: Date): Change<Withdrawal> | 'impossible' {
  const draft = new Draft(current, now, { id: actionId }).askAgain();
  return draft.isChanged ? draft.change() : 'impossible';
}

/** Before it is authorized a withdrawal is cancelled rather than stopped; where both are known, more can be stopped. */
function arrivalOf({ kind, state }: Withdrawal, { action, actionId, reason }: Order): Arrival {
  if (action === 'fail') return { id: actionId, type: 'operator.fail', body: { failure: { code: 'OPERATOR_FAILED', reason: `An operator ended it: ${reason}` } } };
  const canStop = tableOf(kind).rows[state]?.on['client.stop'] !== undefined;
  return { id: actionId, type: canStop ? 'client.stop' : 'client.cancel', body: { cancellationId: actionId, stoppedBy: 'operator' } };
}
