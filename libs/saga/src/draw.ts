import { edgesOf, messagesOf, statesOf } from './edges.js';
import { hasEnded, rowIn, type Columns, type Saga } from './saga.js';

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
