import { send } from '@sluice/contract-kit';
import { recordChange } from '@sluice/contract-webhooks';
import type { Deferred, Sent } from '@sluice/messaging';
import type { Change, Versioned } from '@sluice/persistence';
import { enter, hasEnded, late, step, type Moved } from '@sluice/saga';
import type { Outgoing } from '@sluice/contract-kit';
import type { WithdrawalMessages } from '../saga/messages.js';
import { tableOf, type Kind } from '../saga/tables.js';
import { replyDue } from './reply-due.js';
import { viewOf, type WaitingClient, type Withdrawal } from './withdrawal.js';
import { holdIdOf, type WithdrawalDetails } from './withdrawal-details.js';

/** `early`: the message is to be tried again later. `unexpected`: it has no place in this state. */
export type Advanced = Change<Withdrawal> | 'unchanged' | 'early' | 'unexpected';

export interface Arrival<Type extends keyof WithdrawalMessages = keyof WithdrawalMessages> {
  /** Id of the message: a copy is known by it. */
  readonly id: string;
  readonly type: Type;
  readonly body: WithdrawalMessages[Type];
  /** Who waits for what comes of it. */
  readonly waiting?: WaitingClient;
}

type Move = Moved<string, WithdrawalDetails, Outgoing>;
type Current = Versioned<Withdrawal>;

export interface Beginning {
  readonly kind: Kind;
  readonly tenantId: string;
  readonly dialectId: string;
  readonly details: WithdrawalDetails;
}

/** A new withdrawal, entering the first state of its kind's table. */
export function begin({ kind, tenantId, dialectId, details }: Beginning, start: string, now: Date): Change<Withdrawal> {
  const table = tableOf(kind);
  const blank: Withdrawal = {
    kind, sagaVersion: table.version, state: start, phase: 'created', hold: 'none', dialect: details.dialect, dialectId, details,
    taken: [], history: [], createdAt: details.createdAt, updatedAt: details.createdAt,
  };
  return changeTo({ id: details.withdrawalId, tenantId, version: 0, dueAt: null, state: blank }, enter(table, start, details, now), now);
}

/** What a message does to a withdrawal. */
export function arrive(current: Current, arrival: Arrival, now: Date): Advanced {
  if (current.state.taken.includes(arrival.id) || isOfAnotherHold(current.state.details, arrival.body)) return 'unchanged';
  const next = step(tableOf(current.state.kind), { state: current.state.state, data: current.state.details }, arrival, now);
  if (next.kind === 'moved') return changeTo(current, next, now, arrival);
  return next.kind === 'ignored' ? 'unchanged' : next.kind;
}

/** An answer about a hold that was given up must not pass for one about the hold that came after it. */
const isOfAnotherHold = (details: WithdrawalDetails, body: object): boolean => 'holdId' in body && body.holdId !== holdIdOf(details);

/** What the passing of its deadline does to a withdrawal. */
export function expire(current: Current, now: Date): Change<Withdrawal> | null {
  const next = late(tableOf(current.state.kind), { state: current.state.state, data: current.state.details }, now);
  return next.kind === 'moved' ? changeTo(current, next, now) : null;
}

function changeTo(current: Current, move: Move, now: Date, arrival?: Arrival): Change<Withdrawal> {
  const row = rowOf(current.state.kind, move.state);
  const version = current.version + 1;
  const at = now.toISOString();
  const before = current.state;
  const after: Withdrawal = {
    ...before, state: move.state, ...row.is, details: move.data, updatedAt: at,
    taken: arrival ? [...before.taken, arrival.id] : before.taken,
    history: [...before.history, { version, state: move.state, ...row.is, at }],
    endedAt: hasEnded(row) ? (before.endedAt ?? at) : before.endedAt,
    waiting: arrival?.waiting ?? before.waiting,
  };
  const replies = repliesTo(before.waiting, arrival?.waiting, { ...current, version, state: after });
  return {
    state: replies.settled ? { ...after, waiting: undefined } : after,
    dueAt: move.deadline,
    send: [...move.send, eventOf(current, version, after, at), ...replies.send],
  };
}

function rowOf(kind: Kind, state: string) {
  const row = tableOf(kind).rows[state];
  if (!row) throw new Error(`The table of ${kind} has no state ${state}.`);
  return row;
}

/** Whoever waited before is refused when somebody else's order takes over; whoever waits now is answered once it is decided. */
function repliesTo(before: WaitingClient | undefined, arriving: WaitingClient | undefined, next: Current): { send: Sent[]; settled: boolean } {
  const overtaken: Deferred[] = before && arriving ? [{ replyAddress: before.replyAddress, refusal: { code: 'invalid_status', message: 'Another order came first.', details: [] } }] : [];
  const waiting = arriving ?? before;
  const due = waiting && replyDue(waiting, next.state, () => viewOf(next));
  return { send: due ? [...overtaken, due] : overtaken, settled: due !== undefined };
}

const eventOf = ({ id }: Current, sequence: number, { dialect, dialectId, phase, hold, details }: Withdrawal, at: string): Outgoing =>
  send(recordChange, { withdrawalId: id, dialect, dialectId, sequence, phase, hold, amount: details.amount, at }, { withdrawalId: id });
