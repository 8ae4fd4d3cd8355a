import { edgesOf, statesOf } from './edges.js';
import { hasEnded, type Ask, type Saga } from './saga.js';

/**
 * Walks every path of a table, carrying along what has been asked and not yet answered, and lists what is wrong:
 * a state never reached, a state from which no end is, an answer that some row on its way does not know, an ask
 * still open at an end (money in transit with nobody waiting for it).
 */
export function problemsOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): string[] {
  const walked = walk(saga);
  const reached = new Set(walked.map((place) => place.state));
  return [
    ...statesOf(saga).filter((state) => !reached.has(state)).map((state) => `${state} is never reached`),
    ...statesOf(saga).filter((state) => !canEnd(saga, state)).map((state) => `${state} leads to no end`),
    ...new Set(walked.flatMap(complaintsIn(saga))),
  ];
}

/** A state together with the commands that are still open there, and those that may yet be answered (again): taken back, or asked twice. */
interface Place<State extends string> {
  readonly state: State;
  readonly open: readonly string[];
  readonly stale: readonly string[];
}

function walk<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): Place<State>[] {
  const edges = Map.groupBy(edgesOf(saga), (edge) => edge.from);
  const asks = asksOf(saga);
  const seen = new Map<string, Place<State>>();
  const todo: Place<State>[] = saga.starts.map((state) => entered(saga, { state, open: [], stale: [] }));
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    const key = JSON.stringify(place);
    if (seen.has(key)) continue;
    seen.set(key, place);
    for (const edge of edges.get(place.state) ?? []) {
      const { open, stale } = answered(asks, place, edge.by);
      todo.push(entered(saga, { state: edge.to, open, stale: stale.filter((command) => !edge.renews.includes(command)) }));
    }
  }
  return [...seen.values()];
}

function entered<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>, place: Place<State>): Place<State> {
  const row = saga.rows[place.state];
  const command = hasEnded(row) ? undefined : row.send?.command;
  if (command === undefined) return place;
  return { ...place, open: sorted([...place.open, command]), stale: place.open.includes(command) ? sorted([...place.stale, command]) : place.stale };
}

function answered<State extends string>(asks: ReadonlyMap<string, Ask<never, unknown>>, place: Place<State>, type: string): Place<State> {
  const over = place.open.filter((command) => endsWith(asks.get(command), type));
  const takenBack = over.flatMap((command) => asks.get(command)?.takesBack ?? []).filter((command) => place.open.includes(command) && !over.includes(command));
  return {
    state: place.state,
    open: place.open.filter((command) => !over.includes(command) && !takenBack.includes(command)),
    stale: sorted([...place.stale, ...takenBack]),
  };
}

const endsWith = (ask: Ask<never, unknown> | undefined, type: string): boolean =>
  ask !== undefined && ask.answers.includes(type) && !(ask.interim ?? []).includes(type);

const sorted = (commands: readonly string[]): string[] => [...new Set(commands)].sort();

function asksOf<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): Map<string, Ask<never, unknown>> {
  return new Map(statesOf(saga).flatMap((state) => {
    const row = saga.rows[state];
    return hasEnded(row) || !row.send ? [] : [[row.send.command, row.send] as const];
  }));
}

/** A walk has tens of thousands of places and few states, so what a state knows is gathered once. */
function complaintsIn<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>): (place: Place<State>) => string[] {
  const asks = asksOf(saga);
  const knownIn = new Map(statesOf(saga).map((state) => {
    const { on, ignore = [], early = [], park = [] } = saga.rows[state];
    return [state, new Set<PropertyKey>([...Object.keys(on), ...ignore, ...early, ...park])];
  }));
  return ({ state, open, stale }) => {
    const possible = [...open, ...stale].flatMap((command) => asks.get(command)?.answers ?? []);
    return [
      ...possible.filter((type) => !knownIn.get(state)?.has(type)).map((type) => `${state} does not know ${type}`),
      ...(hasEnded(saga.rows[state]) ? open.map((command) => `${state} ends with ${command} still open`) : []),
    ];
  };
}

function canEnd<State extends string, Data, Messages, Label, Sent>(saga: Saga<State, Data, Messages, Label, Sent>, from: State): boolean {
  const edges = Map.groupBy(edgesOf(saga), (edge) => edge.from);
  const seen = new Set<State>([from]);
  for (const state of seen) {
    if (hasEnded(saga.rows[state])) return true;
    for (const edge of edges.get(state) ?? []) seen.add(edge.to);
  }
  return false;
}
