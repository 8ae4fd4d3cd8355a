import { edgesOf, statesOf } from './edges.js';
import { columnProblemsOf } from './check-columns.js';
import { hasEnded, rowIn, type Columns, type Command, type Saga } from './saga.js';

/**
 * Walks every path of a table, carrying along which commands have been sent and not yet answered, and lists what is wrong:
 * a state never reached, a state from which no end is, an answer that some row on its way does not know, a command
 * still open at an end (money in transit with nobody waiting for it), and columns that say what is not so.
 */
export function problemsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): string[] {
  const walked = walk(saga);
  const reached = new Set(walked.map(({ state }) => state));
  return [
    ...statesOf(saga).filter((state) => !reached.has(state)).map((state) => `${state} is never reached`),
    ...statesOf(saga).filter((state) => !canEnd(saga, state)).map((state) => `${state} leads to no end`),
    ...new Set(walked.flatMap(complaintsIn(saga))),
    ...columnProblemsOf(saga),
  ];
}

/** A state together with the commands that are still open there, and those that may yet be answered (again): revoked, or sent twice. */
interface Visit<State extends string> {
  readonly state: State;
  readonly open: readonly string[];
  readonly stale: readonly string[];
}

function walk<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Visit<State>[] {
  const edges = Map.groupBy(edgesOf(saga), (edge) => edge.from);
  const commands = commandsOf(saga);
  const seen = new Map<string, Visit<State>>();
  const todo: Visit<State>[] = saga.starts.map((state) => entered(saga, { state, open: [], stale: [] }));
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

function answered<State extends string>(commands: ReadonlyMap<string, Command<never, unknown>>, visit: Visit<State>, type: string): Visit<State> {
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

const sorted = (commands: readonly string[]): string[] => [...new Set(commands)].sort();

function commandsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Map<string, Command<never, unknown>> {
  return new Map(statesOf(saga).flatMap((state) => {
    const row = rowIn(saga, state);
    return hasEnded(row) || !row.send ? [] : [[row.send.name, row.send] as const];
  }));
}

/** A walk has tens of thousands of visits and few states, so what a state knows is collected once. */
function complaintsIn<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): (visit: Visit<State>) => string[] {
  const commands = commandsOf(saga);
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
