import type { Duration } from '@sluice/kernel';

/**
 * A command of a saga to a participant.
 * `Sent` is whatever the host sends; `answers` are the message types that may come back.
 */
export interface Command<Data, Sent> {
  /** The command's type, with a suffix where one command is sent for different purposes. */
  readonly name: string;
  readonly answers: readonly string[];
  /** Answers after which more will follow; any other answer closes the command. */
  readonly interim?: readonly string[];
  /** Commands that this one undoes: once this is answered they are closed, though their answers may still be on their way. */
  readonly revokes?: readonly string[];
  readonly build: (data: Data) => Sent;
}

/**
 * Where a message leads, and what is stored of it. `renews`: from here on the named commands are sent under new ids; answers
 * to the old ids are sorted out by those ids before they reach the table.
 */
export type Transition<State extends string, Data, Body> =
  | State
  | { readonly to: State; readonly assign: (body: Body, data: Data) => Partial<Data>; readonly renews?: readonly string[] };

type Transitions<State extends string, Data, Messages> = { readonly [Type in keyof Messages]?: Transition<State, Data, Messages[Type]> };

/** What is replied to an order: not yet decided, carried out, or refused. */
export type Verdict = 'pending' | 'done' | 'refused';

/** What a state means for whoever looks from outside or waits for a reply. A host narrows these columns and adds its own; the walker checks these. */
export interface Columns {
  readonly phase: string;
  /** What it is held up by, if anything. */
  readonly hold?: string;
  /** The reply that is due to an order in this state; an order that is not named is replied to as the table's `orders` say. */
  readonly replies?: { readonly [Order in string]?: Verdict };
  /** The client can still cancel here. */
  readonly cancellable?: true;
  /** An earlier command is undone here. */
  readonly compensates?: true;
}

interface Row<State extends string, Data, Messages> {
  readonly on: Transitions<State, Data, Messages>;
  /** Messages that are known to come late and change nothing. */
  readonly ignore?: readonly (keyof Messages)[];
  /** Messages that arrive before the state they belong to: they are tried again after a while. */
  readonly defer?: readonly (keyof Messages)[];
  /** Messages that must not happen here: they become dead letters with an alarm. */
  readonly park?: readonly (keyof Messages)[];
}

/** A state in which something is awaited; nothing is awaited without a timeout. */
export type Waiting<State extends string, Data, Messages, C extends Columns, Sent> = C & Row<State, Data, Messages> & {
  readonly send?: Command<Data, Sent>;
  /** How long, or until when, on the tenant's clock. */
  readonly timeout: Duration | ((data: Data) => Date);
  readonly onTimeout: Transition<State, Data, undefined>;
  /** Whether the answer is known already: then nothing is sent, and the state that it would lead to is entered at once. */
  readonly skip?: { readonly when: (data: Data, now: Date) => boolean; readonly to: State };
  /** The version of the table that added this state: a saga that began under an earlier one goes `instead` where it would have gone without it. */
  readonly since?: { readonly version: number; readonly instead: State };
};

export type Ended<State extends string, Data, Messages, C extends Columns> = C & Row<State, Data, Messages> & {
  readonly ends: true;
};

export type AnyRow<State extends string, Data, Messages, C extends Columns, Sent> =
  | Waiting<State, Data, Messages, C, Sent>
  | Ended<State, Data, Messages, C>;

export interface Saga<State extends string, Data, Messages, C extends Columns, Sent> {
  /** Grows with every release that changes the table. A saga keeps the one that it began under. */
  readonly version: number;
  /** States of earlier versions that are gone: where what stands in one of them goes on, without anything being sent anew. */
  readonly formerly?: Readonly<Record<string, State>>;
  /** States a saga may begin in. */
  readonly starts: readonly State[];
  /** Phases in which the outcome is final. */
  readonly terminalPhases: readonly C['phase'][];
  /** Messages by which the client cancels. */
  readonly cancelledBy: readonly (keyof Messages)[];
  /** Requests that are replied to from the table: the messages that bring them, and the verdict where a row names none. */
  readonly orders: Readonly<Record<string, { readonly by: readonly (keyof Messages)[]; readonly otherwise: Exclude<Verdict, 'pending'> }>>;
  readonly rows: Readonly<Record<State, AnyRow<State, Data, Messages, C, Sent>>>;
}

export const hasEnded = <State extends string, Data, Messages, C extends Columns, Sent>(
  row: AnyRow<State, Data, Messages, C, Sent>,
): row is Ended<State, Data, Messages, C> => 'ends' in row;

/** What is replied to an order in a state. @throws TypeError for an order that the table does not reply to */
export function verdictOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, state: State, order: string): Verdict {
  const known = saga.orders[order];
  if (known === undefined) throw new TypeError(`The table replies to no order ${order}.`);
  return saga.rows[state].replies?.[order] ?? known.otherwise;
}

/** The table for a saga that began under an earlier version: it enters no state that was added later, and goes on from one all the same. */
export function asOf<State extends string, Data, Messages, C extends Columns, Sent>(saga: Saga<State, Data, Messages, C, Sent>, version: number): Saga<State, Data, Messages, C, Sent> {
  const rows = Object.entries<AnyRow<State, Data, Messages, C, Sent>>(saga.rows).map(([state, row]) =>
    [state, !hasEnded(row) && row.since !== undefined && row.since.version > version ? { ...row, skip: { when: () => true, to: row.since.instead } } : row]);
  return { ...saga, rows: Object.fromEntries(rows) as Saga<State, Data, Messages, C, Sent>['rows'] };
}

/** Where a stored state stands in this table; undefined for one that it never had: that of a newer version, or a wrong one. */
export const standingIn = <State extends string>({ rows, formerly = {} }: { readonly rows: Readonly<Record<State, unknown>>; readonly formerly?: Readonly<Record<string, State>> }, state: string): State | undefined =>
  Object.hasOwn(rows, state) ? (state as State) : Object.hasOwn(formerly, state) ? formerly[state] : undefined;

/** One row of a table, of a type that `hasEnded` can tell apart. */
export const rowIn = <State extends string, Data, Messages, C extends Columns, Sent>(
  saga: Saga<State, Data, Messages, C, Sent>, state: State,
): AnyRow<State, Data, Messages, C, Sent> => saga.rows[state];
