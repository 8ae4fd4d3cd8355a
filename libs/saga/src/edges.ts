import { type Columns, hasEnded, rowIn, type Saga } from './saga.js';

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

/** The columns that every table has, as the rows at the top of its matrix. */
const columns: Readonly<Record<string, (columns: Columns) => string>> = {
  phase: ({ phase }) => phase,
  hold: ({ hold = '' }) => hold,
  replies: ({ replies = {} }) => Object.entries(replies).map(([order, verdict]) => `${order} ${verdict}`).join(', '),
  cancellable: ({ cancellable }) => (cancellable ? 'yes' : ''),
  compensates: ({ compensates }) => (compensates ? 'yes' : ''),
};

/** The table as a matrix in Markdown, its columns and state × message: `→ state`, `ignored`, `deferred`, `parked`, or nothing where the state does not handle the message. */
export function matrixOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string {
  const states = statesOf(saga);
  const cell = (state: State, type: keyof Messages & string): string => {
    const row = rowIn(saga, state);
    const transition = row.on[type];
    if (transition !== undefined) return `→ ${typeof transition === 'string' ? transition : transition.to}`;
    if (row.ignore?.includes(type)) return 'ignored';
    return row.defer?.includes(type) ? 'deferred' : row.park?.includes(type) ? 'parked' : '';
  };
  const timeoutCell = (state: State): string => {
    const row = rowIn(saga, state);
    return hasEnded(row) ? 'end' : `→ ${typeof row.onTimeout === 'string' ? row.onTimeout : row.onTimeout.to}`;
  };
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['message', ...states]),
    line(['---', ...states.map(() => '---')]),
    ...Object.entries(columns).map(([name, textOf]) => line([`*${name}*`, ...states.map((state) => textOf(saga.rows[state]))])),
    line(['*timeout*', ...states.map(timeoutCell)]),
    ...messagesOf(saga).map((type) => line([type, ...states.map((state) => cell(state, type))])),
  ].join('\n');
}

/** The table as a Mermaid state diagram; arrows between the same two states are drawn as one. */
export function diagramOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string {
  const arrows = Map.groupBy(edgesOf(saga), (edge) => `${edge.from} --> ${edge.to}`);
  return [
    'stateDiagram-v2',
    ...saga.starts.map((state) => `  [*] --> ${state}`),
    ...[...arrows].map(([arrow, edges]) => `  ${arrow} : ${edges.map((edge) => edge.by).join(', ')}`),
    ...statesOf(saga).filter((state) => hasEnded(rowIn(saga, state))).map((state) => `  ${state} --> [*]`),
  ].join('\n');
}
