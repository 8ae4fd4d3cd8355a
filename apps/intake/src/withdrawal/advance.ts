import type { Change, Versioned } from '@sluice/persistence';
import { enter, late, step } from '@sluice/saga';
import type { LegMessages } from '../saga/leg-messages.js';
import type { WithdrawalMessages } from '../saga/messages.js';
import { tableOf, type Kind } from '../saga/tables.js';
import { Draft } from './draft.js';
import { addresseeOf, tellLeg } from './legs.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';
import { holdIdOf, type WithdrawalDetails } from './withdrawal-details.js';

/** `early`: the message is to be tried again later. `unexpected`: it has no place in this state. */
export type Advanced = Change<Withdrawal> | 'unchanged' | 'early' | 'unexpected';

export interface Arrival {
  /** Id of the message: a copy is known by it. */
  readonly id: string;
  readonly type: keyof WithdrawalMessages | keyof LegMessages;
  readonly body: object;
  /** Who waits for what comes of it. */
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
}

/** A new withdrawal, entering the first state of its kind's table. */
export function begin({ kind, tenantId, dialectId, details, waiting, requestId, traceId }: Beginning, now: Date): Change<Withdrawal> {
  const table = tableOf(kind);
  const [start] = table.starts;
  if (start === undefined) throw new Error(`The table of ${kind} begins nowhere.`);
  const blank: Withdrawal = {
    kind, sagaVersion: table.version, state: start, phase: 'created', hold: 'none', dialect: details.dialect, dialectId, details, legs: [],
    taken: requestId === undefined ? [] : [requestId], history: [], createdAt: details.createdAt, updatedAt: details.createdAt, traceId, waiting: waiting ? [waiting] : [],
  };
  return new Draft({ id: details.withdrawalId, tenantId, version: 0, dueAt: null, state: blank }, now).move(enter(table, start, details, now)).change();
}

/** One more who waits for an order already placed: a version like any other, with its event, or the log would wait for it for ever. */
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
  const { kind, state, details } = current.state;
  const message = { type: arrival.type as keyof WithdrawalMessages, body: arrival.body as never };
  const next = step(tableOf(kind), { state, data: details }, message, now);
  if (next.kind === 'moved') return new Draft(current, now, arrival).move(next).change();
  return next.kind === 'ignored' ? 'unchanged' : next.kind;
}

function arriveAtLeg(current: Current, leg: number, arrival: Arrival, now: Date): Advanced {
  const message = { type: arrival.type as keyof LegMessages, body: arrival.body as never };
  const next = tellLeg(current.state.legs, leg, message, now);
  if (typeof next === 'string') return next === 'ignored' ? 'unchanged' : next;
  return new Draft(current, now, arrival).moveLegs(next).change();
}

/** An answer about a hold that was given up must not pass for one about the hold that came after it. */
const isOfAnotherHold = (details: WithdrawalDetails, body: object): boolean => 'holdId' in body && body.holdId !== holdIdOf(details);

/** What the passing of a deadline does to a withdrawal: its own, and those of its legs. Null when none has passed. */
export function expire(current: Current, now: Date): Change<Withdrawal> | null {
  const { kind, state, details, deadline } = current.state;
  const draft = new Draft(current, now).expireLegs();
  const next = deadline !== undefined && new Date(deadline) <= now ? late(tableOf(kind), { state, data: details }, now) : null;
  if (next?.kind === 'moved') return draft.moveLate(next).change();
  return draft.isChanged ? draft.change() : null;
}
