import type { operateWithdrawal } from '@sluice/contract-intake';
import type { RequestOf } from '@sluice/contract-kit';
import type { Change, Versioned } from '@sluice/persistence';
import { enter, step, timeOut } from '@sluice/saga';
import { addresseeOf, sendToLeg, sendToLegs } from '../payout-legs/payout-legs.js';
import { Draft } from './draft.js';
import { findRow, tableOf, type Kind } from './tables.js';
import type { LegMessages, WithdrawalMessages } from './vocabulary.js';
import { holdIdOf, type WithdrawalDetails } from './withdrawal-details.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';

/** `deferred`: the message is to be tried again later. `unexpected`: this state does not handle it. */
export type Advanced = Change<Withdrawal> | 'unchanged' | 'deferred' | 'unexpected';

export interface Arrival {
  /** Id of the message: a copy is known by it. */
  readonly id: string;
  readonly type: keyof WithdrawalMessages | keyof LegMessages;
  readonly body: object;
  /** A caller who waits for the outcome. */
  readonly waiting?: WaitingClient;
}

type Current = Versioned<Withdrawal>;

export interface Beginning {
  readonly kind: Kind;
  readonly tenantId: string;
  readonly dialectId: string;
  readonly details: WithdrawalDetails;
  readonly waiting?: WaitingClient;
  /** The request that begins it, where a copy of that must be told from another with the same key. */
  readonly requestId?: string;
  readonly traceId?: string | undefined;
  /** The version of the table it begins under: the newest, unless an instance runs that does not know it. */
  readonly sagaVersion?: number;
}

/** A new withdrawal, entering the first state of its kind's table. */
export function begin({ kind, tenantId, dialectId, details, waiting, requestId, traceId, sagaVersion = tableOf(kind).version }: Beginning, now: Date): Change<Withdrawal> {
  const table = tableOf(kind, sagaVersion);
  const [start] = table.starts;
  if (start === undefined) throw new Error(`The table of ${kind} begins nowhere.`);
  const blank: Withdrawal = {
    kind, sagaVersion, state: start, phase: 'created', hold: 'none', dialect: details.dialect, dialectId, details, legs: [],
    taken: requestId === undefined ? [] : [requestId], history: [], createdAt: details.createdAt, updatedAt: details.createdAt, traceId, waiting: waiting ? [waiting] : [],
  };
  return new Draft({ id: details.withdrawalId, tenantId, version: 0, dueAt: null, state: blank }, now).move(enter(table, start, details, now)).change();
}

/** One more caller waits for an order already placed: a version like any other, with its event, or the event log would wait for it for ever. */
export const join = (current: Current, id: string, waiting: WaitingClient, now: Date): Change<Withdrawal> => new Draft(current, now, { id, waiting }).change();

/** What a message does to a withdrawal, or to one of its payout legs. */
export function arrive(current: Current, arrival: Arrival, now: Date): Advanced {
  const { state } = current;
  if (state.taken.includes(arrival.id)) return 'unchanged';
  const leg = addresseeOf(state.legs, arrival.body);
  if (leg === 'stale' || (leg === undefined && isOfAnotherHold(state.details, arrival.body))) return 'unchanged';
  return leg === undefined ? arriveAtTable(current, arrival, now) : arriveAtLeg(current, leg, arrival, now);
}

function arriveAtTable(current: Current, arrival: Arrival, now: Date): Advanced {
  const { kind, sagaVersion, state, details } = current.state;
  const message = { type: arrival.type as keyof WithdrawalMessages, body: arrival.body as never };
  const next = step(tableOf(kind, sagaVersion), { state, data: details }, message, now);
  if (next.kind === 'moved') return new Draft(current, now, arrival).move(next).change();
  return next.kind === 'ignored' ? 'unchanged' : next.kind;
}

function arriveAtLeg(current: Current, leg: number, arrival: Arrival, now: Date): Advanced {
  const message = { type: arrival.type as keyof LegMessages, body: arrival.body as never };
  const next = sendToLeg(current.state.legs, leg, message, now);
  if (typeof next === 'string') return next === 'ignored' ? 'unchanged' : next;
  return new Draft(current, now, arrival).moveLegs(next).change();
}

/** An answer about an earlier hold must not pass for one about the current hold. */
const isOfAnotherHold = (details: WithdrawalDetails, body: object): boolean => 'holdId' in body && body.holdId !== holdIdOf(details);

/** What timeouts do to a withdrawal: its own, and those of its legs. Null when none has passed. */
export function expire(current: Current, now: Date): Change<Withdrawal> | null {
  const { kind, sagaVersion, state, details, deadline } = current.state;
  const draft = new Draft(current, now).expireLegs();
  const next = deadline !== undefined && new Date(deadline) <= now ? timeOut(tableOf(kind, sagaVersion), { state, data: details }, now) : null;
  if (next?.kind === 'moved') return draft.moveAfterTimeout(next).change();
  return draft.isChanged ? draft.change() : null;
}

/** What a list that now names its payer or payee does to a withdrawal: null where it is screened before its payment anyway, or is paid. */
export function payeeListed(current: Versioned<Withdrawal>, id: string, now: Date): Change<Withdrawal> | null {
  const { legs, taken } = current.state;
  if (taken.includes(id)) return null;
  if (legs.length > 0) {
    const sent = sendToLegs(legs, { type: 'leg.listed', body: {} }, now);
    return sent.legs === legs ? null : new Draft(current, now, { id }).moveLegs(sent).change();
  }
  const change = arrive(current, { id, type: 'payee.listed', body: {} }, now);
  return typeof change === 'string' ? null : change;
}

type Action = RequestOf<typeof operateWithdrawal>;

/** What an operator's action does to a withdrawal; null when it was carried out before, `impossible` when its state does not allow it. */
export function operate(current: Versioned<Withdrawal>, action: Action, now: Date): Change<Withdrawal> | null | 'impossible' {
  if (current.state.taken.includes(action.actionId)) return null;
  if (action.action === 'retry-step') return sentAgain(current, action, now);
  const change = arrive(current, arrivalOf(current.state, action), now);
  return typeof change === 'string' ? 'impossible' : change;
}

function sentAgain(current: Versioned<Withdrawal>, { actionId }: Action, now: Date): Change<Withdrawal> | 'impossible' {
  const draft = new Draft(current, now, { id: actionId }).sendAgain();
  return draft.isChanged ? draft.change() : 'impossible';
}

/** Before it is authorized a withdrawal is cancelled; later it is stopped, in more states than a client may cancel in. */
function arrivalOf(withdrawal: Withdrawal, { action, actionId, reason }: Action): Arrival {
  if (action === 'fail') return { id: actionId, type: 'operator.fail', body: { failure: { code: 'OPERATOR_FAILED', reason: `An operator ended it: ${reason}` } } };
  const canStop = findRow(withdrawal)?.on['client.stop'] !== undefined;
  return { id: actionId, type: canStop ? 'client.stop' : 'client.cancel', body: { cancellationId: actionId, stoppedBy: 'operator' } };
}
