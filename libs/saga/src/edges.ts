import { hasEnded, type Saga } from './saga.js';

export interface Edge<State extends string> {
  readonly from: State;
  /** The message type, or `late` for the passing of the deadline. */
  readonly by: string;
  readonly to: State;
  /** Asks made under new ids from here on. */
  readonly renews: readonly string[];
}

type AnyLead<State extends string> = State | { readonly to: State; readonly renews?: readonly string[] };

const edge = <State extends string>(from: State, by: string, lead: AnyLead<State>): Edge<State> =>
  typeof lead === 'string' ? { from, by, to: lead, renews: [] } : { from, by, to: lead.to, renews: lead.renews ?? [] };

/** Every arrow of the table: what its messages and its deadlines lead to, and where they lead when that is skipped. */
export function edgesOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): Edge<State>[] {
  return statesOf(saga).flatMap((from) => {
    const row = saga.rows[from];
    const byMessage = Object.entries<AnyLead<State> | undefined>(row.on).flatMap(([by, lead]) => (lead === undefined ? [] : [edge(from, by, lead)]));
    return hasEnded(row) ? byMessage : [...byMessage, edge(from, 'late', row.late)];
  }).flatMap((arrow) => [arrow, ...skipping(saga, arrow)]);
}

function skipping<State extends string, Data, Messages, Label, Sent>({ rows }: Saga<State, Data, Messages, Label, Sent>, arrow: Edge<State>): Edge<State>[] {
  const row = rows[arrow.to];
  return hasEnded(row) || row.skip === undefined || arrow.to === arrow.from ? [] : [{ ...arrow, to: row.skip.to }];
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
  const names = new Set([...leading, ...others].map(String));
  return [...names].sort((a, b) => a.localeCompare(b)) as (keyof Messages & string)[];
}
