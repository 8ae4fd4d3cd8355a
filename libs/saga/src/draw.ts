import { edgesOf, messagesOf, statesOf } from './edges.js';
import { hasEnded, type Saga } from './saga.js';

/** The table as a matrix in Markdown, state × message: `→ state`, `ignored`, `early`, `parked`, or nothing where the message has no place. */
export function matrixOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): string {
  const cell = (state: State, type: keyof Messages & string): string => {
    const row = saga.rows[state];
    const lead = row.on[type];
    if (lead !== undefined) return `→ ${typeof lead === 'string' ? lead : lead.to}`;
    if (row.ignore?.includes(type)) return 'ignored';
    return row.early?.includes(type) ? 'early' : row.park?.includes(type) ? 'parked' : '';
  };
  const lateCell = (state: State): string => {
    const row = saga.rows[state];
    return hasEnded(row) ? 'end' : `→ ${typeof row.late === 'string' ? row.late : row.late.to}`;
  };
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['message', ...statesOf(saga)]),
    line(['---', ...statesOf(saga).map(() => '---')]),
    line(['*late*', ...statesOf(saga).map(lateCell)]),
    ...messagesOf(saga).map((type) => line([type, ...statesOf(saga).map((state) => cell(state, type))])),
  ].join('\n');
}

/** The table as a Mermaid state diagram; arrows between the same two states are drawn as one. */
export function diagramOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): string {
  const arrows = Map.groupBy(edgesOf(saga), (edge) => `${edge.from} --> ${edge.to}`);
  return [
    'stateDiagram-v2',
    ...saga.starts.map((state) => `  [*] --> ${state}`),
    ...[...arrows].map(([arrow, edges]) => `  ${arrow} : ${edges.map((edge) => edge.by).join(', ')}`),
    ...statesOf(saga).filter((state) => hasEnded(saga.rows[state])).map((state) => `  ${state} --> [*]`),
  ].join('\n');
}
