import { after } from '@sluice/kernel';
import { hasEnded, type Lead, type Saga } from './saga.js';

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

/** `ignored` is knowingly dropped; `early` is to be tried again later; `unexpected` has no place in this state: refuse it or park it with an alarm. */
export type Step<State extends string, Data, Sent> = Moved<State, Data, Sent> | { readonly kind: 'ignored' | 'early' | 'unexpected' };

/**
 * Enters a state: its ask is built from the data, its deadline counted from `now` on the tenant's clock. Where nothing is asked and the
 * wait is over before it began, or what is asked is known already, what comes after it is entered at once: a version, and whatever it would have told of, are spared.
 */
export function enter<State extends string, Data, Messages, Label, Sent>(
  saga: Saga<State, Data, Messages, Label, Sent>, state: State, data: Data, now: Date,
): Moved<State, Data, Sent> {
  const row = saga.rows[state];
  return !hasEnded(row) && row.skip?.when(data, now) ? enter(saga, row.skip.to, data, now) : ask(saga, state, data, now);
}

function ask<State extends string, Data, Messages, Label, Sent>(
  saga: Saga<State, Data, Messages, Label, Sent>, state: State, data: Data, now: Date,
): Moved<State, Data, Sent> {
  const row = saga.rows[state];
  if (hasEnded(row)) return { kind: 'moved', state, data, send: [], deadline: null };
  const deadline = typeof row.within === 'function' ? row.within(data) : after(now, row.within);
  if (row.send === undefined && deadline <= now && targetOf(row.late) !== state) return follow(saga, { state, data }, row.late, undefined, now);
  return { kind: 'moved', state, data, send: row.send ? [row.send.build(data)] : [], deadline };
}

/** What a message does to a saga. Pure: no I/O and no clock but the given `now`. */
export function step<State extends string, Data, Messages, Label, Sent, Type extends keyof Messages>(
  saga: Saga<State, Data, Messages, Label, Sent>, at: Position<State, Data>, message: { readonly type: Type; readonly body: Messages[Type] }, now: Date,
): Step<State, Data, Sent> {
  const row = saga.rows[at.state];
  const lead = row.on[message.type];
  if (lead !== undefined) return follow(saga, at, lead, message.body, now);
  if (row.ignore?.includes(message.type)) return { kind: 'ignored' };
  return { kind: row.early?.includes(message.type) ? 'early' : 'unexpected' };
}

/** What the passing of a state's deadline does. At an end nothing is late. */
export function late<State extends string, Data, Messages, Label, Sent>(
  saga: Saga<State, Data, Messages, Label, Sent>, at: Position<State, Data>, now: Date,
): Step<State, Data, Sent> {
  const row = saga.rows[at.state];
  return hasEnded(row) ? { kind: 'ignored' } : follow(saga, at, row.late, undefined, now);
}

const targetOf = <State extends string, Data, Body>(lead: Lead<State, Data, Body>): State => (typeof lead === 'string' ? lead : lead.to);

/** What leads back to where it stands asks again: nothing was found out meanwhile for which that could be skipped. */
function follow<State extends string, Data, Messages, Label, Sent, Body>(
  saga: Saga<State, Data, Messages, Label, Sent>, at: Position<State, Data>, lead: Lead<State, Data, Body>, body: Body, now: Date,
): Moved<State, Data, Sent> {
  const to = targetOf(lead);
  const data = typeof lead === 'string' ? at.data : { ...at.data, ...lead.keep(body, at.data) };
  return to === at.state ? ask(saga, to, data, now) : enter(saga, to, data, now);
}
