import { send } from '@sluice/contract-kit';
import { recordChange } from '@sluice/contract-webhooks';
import type { Deferred, Sent } from '@sluice/messaging';
import type { Change, Versioned } from '@sluice/persistence';
import { enter, hasEnded, late, step, type Moved } from '@sluice/saga';
import type { Outgoing } from '@sluice/contract-kit';
import type { WithdrawalMessages } from '../saga/messages.js';
import type { WithdrawalState } from '../saga/vocabulary.js';
import { withdrawalSaga } from '../saga/withdrawal.saga.js';
import { replyDue } from './reply-due.js';
import { viewOf, type WaitingClient, type Withdrawal } from './withdrawal.js';
import type { WithdrawalDetails } from './withdrawal-details.js';

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

type Move = Moved<WithdrawalState, WithdrawalDetails, Outgoing>;
type Current = Versioned<Withdrawal>;

/** A new withdrawal, entering its first state. */
export function begin(details: WithdrawalDetails, dialectId: string, tenantId: string, now: Date): Change<Withdrawal> {
  const blank: Withdrawal = {
    sagaVersion: withdrawalSaga.version, state: 'screening', phase: 'created', hold: 'none', dialect: details.dialect, dialectId, details,
    taken: [], history: [], createdAt: details.createdAt, updatedAt: details.createdAt,
  };
  return changeTo({ id: details.withdrawalId, tenantId, version: 0, dueAt: null, state: blank }, enter(withdrawalSaga, 'screening', details, now), now);
}

/** What a message does to a withdrawal. */
export function arrive(current: Current, arrival: Arrival, now: Date): Advanced {
  if (current.state.taken.includes(arrival.id)) return 'unchanged';
  const next = step(withdrawalSaga, { state: current.state.state, data: current.state.details }, arrival, now);
  if (next.kind === 'moved') return changeTo(current, next, now, arrival);
  return next.kind === 'ignored' ? 'unchanged' : next.kind;
}

/** What the passing of its deadline does to a withdrawal. */
export function expire(current: Current, now: Date): Change<Withdrawal> | null {
  const next = late(withdrawalSaga, { state: current.state.state, data: current.state.details }, now);
  return next.kind === 'moved' ? changeTo(current, next, now) : null;
}

function changeTo(current: Current, move: Move, now: Date, arrival?: Arrival): Change<Withdrawal> {
  const row = withdrawalSaga.rows[move.state];
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

/** Whoever waited before is refused when somebody else's order takes over; whoever waits now is answered once it is decided. */
function repliesTo(before: WaitingClient | undefined, arriving: WaitingClient | undefined, next: Current): { send: Sent[]; settled: boolean } {
  const overtaken: Deferred[] = before && arriving ? [{ replyAddress: before.replyAddress, refusal: { code: 'invalid_status', message: 'Another order came first.', details: [] } }] : [];
  const waiting = arriving ?? before;
  const due = waiting && replyDue(waiting, next.state, () => viewOf(next));
  return { send: due ? [...overtaken, due] : overtaken, settled: due !== undefined };
}

const eventOf = ({ id }: Current, sequence: number, { dialect, dialectId, phase, hold, details }: Withdrawal, at: string): Outgoing =>
  send(recordChange, { withdrawalId: id, dialect, dialectId, sequence, phase, hold, amount: details.amount, at }, { withdrawalId: id });
