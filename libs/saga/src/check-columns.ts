import { edgesOf, statesOf } from './edges.js';
import { hasEnded, rowIn, type Columns, type Saga } from './saga.js';

/**
 * What the columns of a table say that its transitions and commands do not bear out: a phase, a hold or a pending reply that cannot be
 * true at an end, an order that leads to a state which does not reply to it, and rows that cancel or compensate without saying so.
 */
export function columnProblemsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string[] {
  return [...phases(saga), ...replies(saga), ...statesOf(saga).flatMap((state) => [...cancellation(saga, state), ...compensation(saga, state)])];
}

/** What comes after an end, such as booking money that came back, may look ended; nothing else may. */
function phases<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string[] {
  const looksEnded = (state: State): boolean => saga.terminalPhases.includes(saga.rows[state].phase);
  const before = Map.groupBy(edgesOf(saga), (edge) => edge.to);
  return statesOf(saga).flatMap((state) => {
    const row = rowIn(saga, state);
    const isFirst = saga.starts.includes(state) || (before.get(state) ?? []).some(({ from }) => !looksEnded(from));
    if (!hasEnded(row)) return looksEnded(state) && isFirst ? [`${state} has the terminal phase ${row.phase} before an end`] : [];
    return [
      ...(looksEnded(state) ? [] : [`${state} ends in the phase ${row.phase}, which is not terminal`]),
      ...(row.hold === undefined ? [] : [`${state} ends with the hold ${row.hold}`]),
    ];
  });
}

function replies<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string[] {
  const orders = Object.entries(saga.orders);
  const ofRows = statesOf(saga).flatMap((state) => {
    const row = rowIn(saga, state);
    return Object.entries(row.replies ?? {}).flatMap(([order, verdict]) => [
      ...(order in saga.orders ? [] : [`${state} replies to ${order}, which is no order of this table`]),
      ...(hasEnded(row) && verdict === 'pending' ? [`${state} ends with ${order} pending`] : []),
    ]);
  });
  const ofOrders = orders.flatMap(([order, { by }]) => edgesOf(saga)
    .filter((edge) => (by as readonly string[]).includes(edge.by) && saga.rows[edge.to].replies?.[order] === undefined)
    .map((edge) => `${edge.from} leads by ${edge.by} to ${edge.to}, which does not reply to ${order}`));
  return [...ofRows, ...ofOrders];
}

function cancellation<State extends string, Data, Messages, C extends Columns, Sent>({ rows, cancelledBy }: Saga<State, Data, Messages, C, Sent>, state: State): string[] {
  const { on, cancellable = false } = rows[state];
  const handled = cancelledBy.filter((type) => on[type] !== undefined);
  if (cancellable) return handled.length > 0 ? [] : [`${state} is cancellable and handles none of ${cancelledBy.join(', ')}`];
  return handled.map((type) => `${state} handles ${String(type)} and is not cancellable`);
}

function compensation<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, state: State): string[] {
  const row = rowIn(saga, state);
  const revokes = hasEnded(row) ? [] : (row.send?.revokes ?? []);
  if (row.compensates) return revokes.length > 0 ? [] : [`${state} compensates and revokes no command`];
  return revokes.length > 0 ? [`${state} revokes ${revokes.join(', ')} and does not compensate`] : [];
}
