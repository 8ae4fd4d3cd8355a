import { createEffect, createSignal, on, type Accessor } from 'solid-js';
import type { Page } from '../api/shapes.ts';
import { inBackground } from '../ui/in-background.ts';

export interface Pages<Row> {
  readonly rows: Accessor<readonly Row[]>;
  readonly isAll: Accessor<boolean>;
  readonly isAsking: Accessor<boolean>;
  readonly problem: Accessor<Error | undefined>;
  /** Asks for the next page, if there is one and none is being asked for. */
  readonly more: () => void;
  /** Reads the first page again, and puts what is new or changed into the list. */
  readonly renew: () => Promise<void>;
}

/** A long list that is read page by page as one comes to its end. It begins anew when what is asked for changes. */
export function createPages<Row extends { readonly id: string }>(ask: (cursor: string | undefined) => Promise<Page<Row>>, depends: Accessor<unknown>): Pages<Row> {
  // Not a store: it would look through all rows again for each page that comes to them.
  const [rows, setRows] = createSignal<readonly Row[]>([]);
  const [cursor, setCursor] = createSignal<string | null>();
  const [isAsking, setIsAsking] = createSignal(false);
  const [problem, setProblem] = createSignal<Error>();
  let list = 0;
  const read = async (after: string | undefined): Promise<void> => {
    const mine = list;
    setIsAsking(true);
    try {
      const page = await ask(after);
      if (mine !== list) return;
      setRows((known) => (after === undefined ? [...page.data] : [...known, ...page.data]));
      setCursor(page.nextCursor);
      setProblem(undefined);
    } catch (error) {
      if (mine === list) setProblem(error as Error);
    } finally {
      if (mine === list) setIsAsking(false);
    }
  };
  createEffect(on(depends, () => {
    list += 1;
    setCursor(undefined);
    inBackground(read(undefined));
  }));
  const renew = async (): Promise<void> => {
    const mine = list;
    const { data } = await ask(undefined).catch(() => ({ data: [] as readonly Row[] }));
    if (mine !== list) return;
    const fresh = new Map(data.map((row) => [row.id, row]));
    setRows((known) => {
      const ids = new Set(known.map(({ id }) => id));
      return [...data.filter(({ id }) => !ids.has(id)), ...known.map((row) => fresh.get(row.id) ?? row)];
    });
  };
  return {
    rows, isAsking, problem, renew, isAll: () => cursor() === null,
    more: () => {
      const after = cursor();
      if (typeof after === 'string' && !isAsking()) inBackground(read(after));
    },
  };
}
