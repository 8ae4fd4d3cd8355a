import type { Duration } from '@sluice/kernel';

/**
 * Something a saga asks of a participant.
 * `Sent` is whatever the host sends; `answers` are the message types that may come back.
 */
export interface Ask<Data, Sent> {
  /** Names the ask: its command's type, with a word more where one command is asked for different ends. */
  readonly command: string;
  readonly answers: readonly string[];
  /** Answers after which more will follow; any other answer ends the ask. */
  readonly interim?: readonly string[];
  /** The asks that this one takes back: once this is answered, they are over, though their answers may still be on their way. */
  readonly takesBack?: readonly string[];
  readonly build: (data: Data) => Sent;
}

/**
 * Where a message leads, and what is kept of it. `renews`: from here on the named asks are made under new ids, and answers
 * to the old ones are told apart by those ids before they come to the table.
 */
export type Lead<State extends string, Data, Body> =
  | State
  | { readonly to: State; readonly keep: (body: Body, data: Data) => Partial<Data>; readonly renews?: readonly string[] };

type Leads<State extends string, Data, Messages> = { readonly [Type in keyof Messages]?: Lead<State, Data, Messages[Type]> };

interface Row<State extends string, Data, Messages, Label> {
  /** What the state looks like from outside. */
  readonly is: Label;
  readonly on: Leads<State, Data, Messages>;
  /** Messages that are known to come late and change nothing. */
  readonly ignore?: readonly (keyof Messages)[];
  /** Messages that belong to a later state and overtook what leads there: they are tried again after a while. */
  readonly early?: readonly (keyof Messages)[];
  /** Messages that must not happen here: they are parked with an alarm, knowingly. */
  readonly park?: readonly (keyof Messages)[];
}

/** A state in which something is awaited; nothing is awaited without a deadline. */
export interface Waiting<State extends string, Data, Messages, Label, Sent> extends Row<State, Data, Messages, Label> {
  readonly send?: Ask<Data, Sent>;
  /** How long, or until when, on the tenant's clock. */
  readonly within: Duration | ((data: Data) => Date);
  readonly late: Lead<State, Data, undefined>;
  /** Whether there is nothing to ask, since it is known already: then what the answer would lead to is entered at once. */
  readonly skip?: { readonly when: (data: Data, now: Date) => boolean; readonly to: State };
}

export interface Ended<State extends string, Data, Messages, Label> extends Row<State, Data, Messages, Label> {
  readonly ends: true;
}

export type AnyRow<State extends string, Data, Messages, Label, Sent> =
  | Waiting<State, Data, Messages, Label, Sent>
  | Ended<State, Data, Messages, Label>;

export interface Saga<State extends string, Data, Messages, Label, Sent> {
  readonly version: number;
  /** States a saga may begin in. */
  readonly starts: readonly State[];
  readonly rows: Readonly<Record<State, AnyRow<State, Data, Messages, Label, Sent>>>;
}

export const hasEnded = <State extends string, Data, Messages, Label, Sent>(
  row: AnyRow<State, Data, Messages, Label, Sent>,
): row is Ended<State, Data, Messages, Label> => 'ends' in row;
