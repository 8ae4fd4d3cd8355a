import { hasEnded, rowIn, type Columns, type Saga } from './saga.js';

export interface Edge<State extends string> {
  readonly from: State;
  /** The message type, or `timeout`. */
  readonly by: string;
  readonly to: State;
  /** Commands that are sent under new ids from here on. */
  readonly renews: readonly string[];
}

type AnyTransition<State extends string> = State | { readonly to: State; readonly renews?: readonly string[] };

const edge = <State extends string>(from: State, by: string, to: AnyTransition<State>): Edge<State> =>
  typeof to === 'string' ? { from, by, to, renews: [] } : { from, by, to: to.to, renews: to.renews ?? [] };

/** Every arrow of the table: where its messages and timeouts lead, and where they lead when that state is skipped. */
export function edgesOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Edge<State>[] {
  return statesOf(saga).flatMap((from) => {
    const row = rowIn(saga, from);
    const byMessage = Object.entries<AnyTransition<State> | undefined>(row.on).flatMap(([by, to]) => (to === undefined ? [] : [edge(from, by, to)]));
    return hasEnded(row) ? byMessage : [...byMessage, edge(from, 'timeout', row.onTimeout)];
  }).flatMap((arrow) => [arrow, ...skipping(saga, arrow)]);
}

/** A state that is skipped may lead to one that is skipped as well. */
function skipping<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, arrow: Edge<State>): Edge<State>[] {
  const row = rowIn(saga, arrow.to);
  if (hasEnded(row) || arrow.to === arrow.from) return [];
  const targets = new Set([row.skip?.to, row.since?.instead].filter((state) => state !== undefined));
  return [...targets].flatMap((to) => [{ ...arrow, to }, ...skipping(saga, { ...arrow, to })]);
}

export const statesOf = <State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): State[] =>
  Object.keys(saga.rows) as State[];

/** Every message that some row names, in alphabetical order. */
export function messagesOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): (keyof Messages & string)[] {
  const handled = edgesOf(saga).map((edge) => edge.by).filter((by) => by !== 'timeout');
  const others = statesOf(saga).flatMap((state) => {
    const { ignore = [], defer = [], park = [] } = saga.rows[state];
    return [...ignore, ...defer, ...park];
  });
  const names = new Set([...handled, ...others].map(String));
  return [...names].sort((a, b) => a.localeCompare(b)) as (keyof Messages & string)[];
}
