import { hasEnded, type Saga } from './saga.js';

export interface Edge<State extends string> {
  readonly from: State;
  /** The message type, or `late` for the passing of the deadline. */
  readonly by: string;
  readonly to: State;
}

const target = <State extends string>(lead: State | { readonly to: State }): State => (typeof lead === 'string' ? lead : lead.to);

/** Every arrow of the table: what its messages and its deadlines lead to. */
export function edgesOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): Edge<State>[] {
  return statesOf(saga).flatMap((from) => {
    const row = saga.rows[from];
    const byMessage = Object.entries<State | { readonly to: State } | undefined>(row.on).flatMap(([by, lead]) =>
      lead === undefined ? [] : [{ from, by, to: target(lead) }],
    );
    return hasEnded(row) ? byMessage : [...byMessage, { from, by: 'late', to: target(row.late) }];
  });
}

export const statesOf = <State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): State[] =>
  Object.keys(saga.rows) as State[];

/** Every message that some row names, in alphabetical order. */
export function messagesOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): (keyof Messages & string)[] {
  const leading = edgesOf(saga).map((edge) => edge.by).filter((by) => by !== 'late');
  const others = statesOf(saga).flatMap((state) => {
    const { ignore = [], early = [], park = [] } = saga.rows[state];
    return [...ignore, ...early, ...park];
  });
  return [...new Set([...leading, ...others])].sort() as (keyof Messages & string)[];
}
