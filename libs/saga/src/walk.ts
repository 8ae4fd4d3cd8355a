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
  const commands = numbered(commandsOf(saga));
  const walked = walk(saga, startsOf(saga, commands), commands);
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
  const before = numbered(commandsOf(earlier));
  const commands = numbered(commandsOf(earlier), commandsOf(saga));
  const visits = walk(earlier, startsOf(earlier, before), before);
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

const startsOf = <State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, commands: Commands): Visit<State>[] =>
  saga.starts.map((state) => ({ state, open: bitsOf(commands, [commandIn(saga, state)]), stale: 0 }));

/** Commands as bits of a number: a walk compares tens of thousands of sets of them. */
type Bits = number;

/** Two sets of this many fit into one number. */
const MOST_COMMANDS = 26;

/** A state together with the commands that are still open there, and those that may yet be answered (again): revoked, or sent twice. */
interface Visit<State extends string> {
  readonly state: State;
  readonly open: Bits;
  readonly stale: Bits;
}

/** What an arrow does with the commands that are carried along it. */
interface Step<State extends string> {
  readonly to: State;
  readonly closes: Bits;
  readonly renews: Bits;
  readonly sends: Bits;
}

function stepsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, commands: Commands): Map<State, Step<State>[]> {
  const closedBy = (type: string): string[] => [...commands.values()].filter(({ command }) => closes(command, type)).map(({ command }) => command.name);
  const steps = edgesOf(saga).map(({ from, by, to, renews }) =>
    ({ from, to, closes: bitsOf(commands, closedBy(by)), renews: bitsOf(commands, renews), sends: bitsOf(commands, [commandIn(saga, to)]) }));
  return Map.groupBy(steps, ({ from }) => from);
}

function walk<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, from: readonly Visit<State>[], commands: Commands): Visit<State>[] {
  const steps = stepsOf(saga, commands);
  const seen = new Map(statesOf(saga).map((state) => [state, new Set<number>()]));
  const visits: Visit<State>[] = [];
  const todo = [...from];
  for (let visit = todo.pop(); visit !== undefined; visit = todo.pop()) {
    const { state, open, stale } = visit;
    const carried = open * 2 ** MOST_COMMANDS + stale;
    if (seen.get(state)?.has(carried)) continue;
    seen.get(state)?.add(carried);
    visits.push(visit);
    for (const step of steps.get(state) ?? []) todo.push(taken(commands, visit, step));
  }
  return visits;
}

function taken<State extends string>(commands: Commands, visit: Visit<State>, { to, closes: closed, renews, sends }: Step<State>): Visit<State> {
  const over = visit.open & closed;
  const revoked = over === 0 ? 0 : revokedBy(commands, over) & visit.open & ~over;
  const open = visit.open & ~over & ~revoked;
  return { state: to, open: open | sends, stale: ((visit.stale | revoked) & ~renews) | (open & sends) };
}

const closes = (command: Command<never, unknown>, type: string): boolean => command.answers.includes(type) && !(command.interim ?? []).includes(type);

type Commands = ReadonlyMap<string, { readonly command: Command<never, unknown>; readonly bit: Bits }>;

const bitsOf = (commands: Commands, names: readonly (string | undefined)[]): Bits => names.reduce((bits, name) => bits | (commands.get(name ?? '')?.bit ?? 0), 0);

const revokedBy = (commands: Commands, over: Bits): Bits =>
  [...commands.values()].reduce((bits, { command, bit }) => ((over & bit) === 0 ? bits : bits | bitsOf(commands, command.revokes ?? [])), 0);

/** Each gets a bit, in the order of the tables: those of an earlier table have the same ones alone and with others. */
function numbered(...tables: readonly ReadonlyMap<string, Command<never, unknown>>[]): Commands {
  const commands = new Map(tables.flatMap((table) => [...table]));
  if (commands.size > MOST_COMMANDS) throw new Error(`A table of ${commands.size} commands cannot be walked, only one of ${MOST_COMMANDS}.`);
  return new Map([...commands].map(([name, command], index) => [name, { command, bit: 2 ** index }]));
}

function commandsOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>): Map<string, Command<never, unknown>> {
  return new Map(statesOf(saga).flatMap((state) => {
    const row = rowIn(saga, state);
    return hasEnded(row) || !row.send ? [] : [[row.send.name, row.send] as const];
  }));
}

/** A walk has tens of thousands of visits and few states, so what a state does not know is collected once. */
function complaintsIn<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, commands: Commands): (visit: Visit<State>) => string[] {
  const unknownIn = new Map(statesOf(saga).map((state) => {
    const { on, ignore = [], defer = [], park = [] } = saga.rows[state];
    const known = new Set<PropertyKey>([...Object.keys(on), ...ignore, ...defer, ...park]);
    return [state, [...commands.values()].flatMap(({ command, bit }) => command.answers.filter((type) => !known.has(type)).map((type) => ({ type, bit })))];
  }));
  const ended = new Set(statesOf(saga).filter((state) => hasEnded(rowIn(saga, state))));
  return ({ state, open, stale }) => [
    ...(unknownIn.get(state) ?? []).filter(({ bit }) => ((open | stale) & bit) !== 0).map(({ type }) => `${state} does not know ${type}`),
    ...(open !== 0 && ended.has(state) ? [...commands].filter(([, { bit }]) => (open & bit) !== 0).map(([name]) => `${state} ends with ${name} still open`) : []),
  ];
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
