import { edgesOf, statesOf } from './edges.js';
import { asOf, type Columns, type Command, hasEnded, rowIn, type Saga, standingIn } from './saga.js';

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

/**
 * Walks every path of a table, carrying along which commands have been sent and not yet answered, and lists what is wrong:
 * a state never reached, a state from which no end is, an answer that some row on its way does not know, a command
 * still open at an end (money in transit with nobody waiting for it), and columns that say what is not so.
 */
export function problemsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string[] {
  const commands = commandsOf(saga);
  const walked = walk(saga, startsOf(saga), commands);
  const reached = new Set(walked.map(({ state }) => state));
  return [
    ...statesOf(saga).filter((state) => !reached.has(state)).map((state) => `${state} is never reached`),
    ...statesOf(saga).filter((state) => !canEnd(saga, state)).map((state) => `${state} leads to no end`),
    ...new Set(walked.flatMap(complaintsIn(saga, commands))),
    ...columnProblemsOf(saga),
    ...statesOf(saga).flatMap((state) => additionProblems(saga, state)),
  ];
}

/**
 * What goes wrong with sagas that began under an earlier version of the table and go on in this one: walks every path of the earlier table, and
 * on from each of its states, with the commands that are open there. A state that is gone is mapped (`formerly`); one that is there asks what it asked.
 */
export function problemsOfSuccession<State extends string, Data, Messages, C extends Columns, Sent>(
  earlier: Saga<string, Data, Messages, C, Sent>, saga: Saga<State, Data, Messages, C, Sent>,
): string[] {
  const before = commandsOf(earlier);
  const commands = new Map([...before, ...commandsOf(saga)]);
  const visits = walk(earlier, startsOf(earlier), before);
  const stand = visits.flatMap((visit) => { const state = standingIn(saga, visit.state); return state === undefined ? [] : [{ ...visit, state }]; });
  const walked = walk(asOf(saga, earlier.version), stand, commands);
  return [
    ...new Set(visits.map(({ state }) => state).flatMap((state) => standingProblems(earlier, saga, state))),
    ...new Set(walked.flatMap(complaintsIn(saga, commands))),
  ];
}

function standingProblems<State extends string, Data, Messages, C extends Columns, Sent>(earlier: Saga<string, Data, Messages, C, Sent>, saga: Saga<State, Data, Messages, C, Sent>, state: string): string[] {
  const now = standingIn(saga, state);
  if (now === undefined) return [`${state} of version ${earlier.version} is gone, and nothing says where its sagas go on`];
  const [was, is] = [commandIn(earlier, state), commandIn(saga, now)];
  return is === undefined || is === was ? [] : [`${state} of version ${earlier.version} goes on in ${now}, which awaits the answer to ${is} that was never sent`];
}

function commandIn<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, state: State): string | undefined {
  const row = rowIn(saga, state);
  return hasEnded(row) ? undefined : row.send?.name;
}

/** An added state is of a version that there is, and what it is passed over for was there before. */
function additionProblems<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, state: State): string[] {
  const row = rowIn(saga, state);
  if (hasEnded(row) || row.since === undefined) return [];
  const instead = rowIn(saga, row.since.instead);
  return [
    ...(row.since.version > saga.version ? [`${state} is of version ${row.since.version}, the table of ${saga.version}`] : []),
    ...(!hasEnded(instead) && instead.since !== undefined && instead.since.version >= row.since.version ? [`${state} is passed over for ${row.since.instead}, which is as new`] : []),
  ];
}

const startsOf = <State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Visit<State>[] =>
  saga.starts.map((state) => entered(saga, { state, open: [], stale: [] }));

/** A state together with the commands that are still open there, and those that may yet be answered (again): revoked, or sent twice. */
interface Visit<State extends string> {
  readonly state: State;
  readonly open: readonly string[];
  readonly stale: readonly string[];
}

function walk<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, from: readonly Visit<State>[], commands: Commands): Visit<State>[] {
  const edges = Map.groupBy(edgesOf(saga), (edge) => edge.from);
  const seen = new Map<string, Visit<State>>();
  const todo = [...from];
  for (let visit = todo.pop(); visit !== undefined; visit = todo.pop()) {
    const key = JSON.stringify(visit);
    if (seen.has(key)) continue;
    seen.set(key, visit);
    for (const edge of edges.get(visit.state) ?? []) {
      const { open, stale } = answered(commands, visit, edge.by);
      todo.push(entered(saga, { state: edge.to, open, stale: stale.filter((command) => !edge.renews.includes(command)) }));
    }
  }
  return [...seen.values()];
}

function entered<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, visit: Visit<State>): Visit<State> {
  const row = rowIn(saga, visit.state);
  const command = hasEnded(row) ? undefined : row.send?.name;
  if (command === undefined) return visit;
  return { ...visit, open: sorted([...visit.open, command]), stale: visit.open.includes(command) ? sorted([...visit.stale, command]) : visit.stale };
}

function answered<State extends string>(commands: Commands, visit: Visit<State>, type: string): Visit<State> {
  const over = visit.open.filter((command) => closes(commands.get(command), type));
  const revoked = over.flatMap((command) => commands.get(command)?.revokes ?? []).filter((command) => visit.open.includes(command) && !over.includes(command));
  return {
    state: visit.state,
    open: visit.open.filter((command) => !over.includes(command) && !revoked.includes(command)),
    stale: sorted([...visit.stale, ...revoked]),
  };
}

const closes = (command: Command<never, unknown> | undefined, type: string): boolean =>
  command !== undefined && command.answers.includes(type) && !(command.interim ?? []).includes(type);

type Commands = ReadonlyMap<string, Command<never, unknown>>;

const sorted = (commands: readonly string[]): string[] => [...new Set(commands)].sort();

function commandsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Map<string, Command<never, unknown>> {
  return new Map(statesOf(saga).flatMap((state) => {
    const row = rowIn(saga, state);
    return hasEnded(row) || !row.send ? [] : [[row.send.name, row.send] as const];
  }));
}

/** A walk has tens of thousands of visits and few states, so what a state knows is collected once. */
function complaintsIn<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, commands: Commands): (visit: Visit<State>) => string[] {
  const knownIn = new Map(statesOf(saga).map((state) => {
    const { on, ignore = [], defer = [], park = [] } = saga.rows[state];
    return [state, new Set<PropertyKey>([...Object.keys(on), ...ignore, ...defer, ...park])];
  }));
  return ({ state, open, stale }) => {
    const possible = [...open, ...stale].flatMap((command) => commands.get(command)?.answers ?? []);
    return [
      ...possible.filter((type) => !knownIn.get(state)?.has(type)).map((type) => `${state} does not know ${type}`),
      ...(hasEnded(rowIn(saga, state)) ? open.map((command) => `${state} ends with ${command} still open`) : []),
    ];
  };
}

function canEnd<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, from: State): boolean {
  const edges = Map.groupBy(edgesOf(saga), (edge) => edge.from);
  const seen = new Set<State>([from]);
  for (const state of seen) {
    if (hasEnded(rowIn(saga, state))) return true;
    for (const edge of edges.get(state) ?? []) seen.add(edge.to);
  }
  return false;
}
