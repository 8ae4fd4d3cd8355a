import { after } from '@sluice/kernel';
import { hasEnded, rowIn, type Columns, type Saga, type Transition } from './saga.js';

export interface Position<State extends string, Data> {
  readonly state: State;
  readonly data: Data;
}

/** What a saga does next: where it stands, what to send, and until when it waits there (null at an end). */
export interface Moved<State extends string, Data, Sent> extends Position<State, Data> {
  readonly kind: 'moved';
  readonly send: readonly Sent[];
  readonly deadline: Date | null;
}

/** `ignored` is knowingly dropped; `deferred` is to be tried again later; `unexpected` is not handled by this state: refuse it or park it with an alarm. */
export type Step<State extends string, Data, Sent> = Moved<State, Data, Sent> | { readonly kind: 'ignored' | 'deferred' | 'unexpected' };

/**
 * Enters a state: its command is built from the data, its deadline counted from `now` on the tenant's clock. Where nothing is sent and the
 * wait is over before it began, or the answer is known already, the next state is entered at once: that saves a version and its event.
 */
export function enter<State extends string, Data, Messages, C extends Columns, Sent>(
  saga: Saga<State, Data, Messages, C, Sent>, state: State, data: Data, now: Date,
): Moved<State, Data, Sent> {
  const row = rowIn(saga, state);
  return !hasEnded(row) && row.skip?.when(data, now) ? enter(saga, row.skip.to, data, now) : waitIn(saga, state, data, now);
}

function waitIn<State extends string, Data, Messages, C extends Columns, Sent>(
  saga: Saga<State, Data, Messages, C, Sent>, state: State, data: Data, now: Date,
): Moved<State, Data, Sent> {
  const row = rowIn(saga, state);
  if (hasEnded(row)) return { kind: 'moved', state, data, send: [], deadline: null };
  const deadline = typeof row.timeout === 'function' ? row.timeout(data) : after(now, row.timeout);
  if (row.send === undefined && deadline <= now && targetOf(row.onTimeout) !== state) return follow(saga, { state, data }, row.onTimeout, undefined, now);
  return { kind: 'moved', state, data, send: row.send ? [row.send.build(data)] : [], deadline };
}

/** What a message does to a saga. Pure: no I/O and no clock but the given `now`. */
export function step<State extends string, Data, Messages, C extends Columns, Sent, Type extends keyof Messages>(
  saga: Saga<State, Data, Messages, C, Sent>, at: Position<State, Data>, message: { readonly type: Type; readonly body: Messages[Type] }, now: Date,
): Step<State, Data, Sent> {
  const row = rowIn(saga, at.state);
  const transition = row.on[message.type];
  if (transition !== undefined) return follow(saga, at, transition, message.body, now);
  if (row.ignore?.includes(message.type)) return { kind: 'ignored' };
  return { kind: row.defer?.includes(message.type) ? 'deferred' : 'unexpected' };
}

/** What a timeout does to a saga. An end has none. */
export function timeOut<State extends string, Data, Messages, C extends Columns, Sent>(
  saga: Saga<State, Data, Messages, C, Sent>, at: Position<State, Data>, now: Date,
): Step<State, Data, Sent> {
  const row = rowIn(saga, at.state);
  return hasEnded(row) ? { kind: 'ignored' } : follow(saga, at, row.onTimeout, undefined, now);
}

const targetOf = <State extends string, Data, Body>(transition: Transition<State, Data, Body>): State => (typeof transition === 'string' ? transition : transition.to);

/** A transition to the same state sends its command again, and skips nothing: nothing was found out meanwhile. */
function follow<State extends string, Data, Messages, C extends Columns, Sent, Body>(
  saga: Saga<State, Data, Messages, C, Sent>, at: Position<State, Data>, transition: Transition<State, Data, Body>, body: Body, now: Date,
): Moved<State, Data, Sent> {
  const to = targetOf(transition);
  const data = typeof transition === 'string' ? at.data : { ...at.data, ...transition.assign(body, at.data) };
  return to === at.state ? waitIn(saga, to, data, now) : enter(saga, to, data, now);
}
