import { useNavigate, useSearchParams } from '@solidjs/router';
import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createMemo, createSignal, Index, onCleanup, onMount, Show, type Accessor, type JSX } from 'solid-js';
import { onEvent } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Withdrawal } from '../api/shapes.ts';
import { isTyping, keyOf } from '../shell/keys.ts';
import { mayWrite } from '../shell/session.ts';
import { countText, railText } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Age, DialectMark, Money, PhaseBadge, Wrong } from '../ui/marks.tsx';
import { waitingFor } from '../ui/waiting-for.ts';
import { BulkBar } from './bulk-actions.tsx';
import { FilterBar, type Filters } from './filters.tsx';
import { createPages, type Pages } from './pages.ts';

const ROW_PX = 34;
/** In two lines, where there is no room for one. */
const NARROW_ROW_PX = 56;
const narrow = matchMedia('(max-width: 760px)');
const rowPx = (): number => (narrow.matches ? NARROW_ROW_PX : ROW_PX);
const PAGE = 100;
/** So many rows before the end the next page is asked for. */
const AHEAD = 60;
const SOON_MS = 700;

const wayOf = ({ payoutLegs }: Withdrawal): string | null => payoutLegs[0]?.rail ?? payoutLegs[0]?.chain ?? null;
const referenceOf = ({ payoutLegs }: Withdrawal): string => payoutLegs.map(({ reference, txHash }) => reference ?? txHash).find((text) => text !== null) ?? '';

interface RowProps { readonly row: Withdrawal; readonly top: number; readonly index: number; readonly chosen: boolean; readonly at: boolean; readonly onChoose: () => void }

const Row = (props: RowProps): JSX.Element => (
  <div class="w-row" role="row" aria-rowindex={props.index + 2} classList={{ chosen: props.chosen, at: props.at }} style={{ top: `${props.top}px` }}>
    <span role="cell" class="w-pick"><Show when={mayWrite()}><input type="checkbox" aria-label={`Choose ${props.row.dialectId}`} checked={props.chosen} onChange={props.onChoose} /></Show></span>
    <span role="cell" class="w-dialect"><DialectMark dialect={props.row.dialect} bare /></span>
    <span role="cell" class="w-id one-line"><a href={`/console/withdrawals/${props.row.id}`} class="mono">{props.row.dialectId}</a></span>
    <span role="cell" class="w-way one-line second">{wayOf(props.row) === null ? '' : railText(wayOf(props.row))}</span>
    <span role="cell" class="w-phase"><PhaseBadge phase={props.row.phase} hold={props.row.hold} /></span>
    <span role="cell" class="w-waits one-line second">{waitingFor(props.row) ?? ''}</span>
    <span role="cell" class="w-amount number"><Money of={props.row.amount} /></span>
    <span role="cell" class="w-age number second"><Age since={props.row.createdAt} /></span>
    <span role="cell" class="w-reference one-line mono quiet">{referenceOf(props.row)}</span>
  </div>
);

const Head = (): JSX.Element => (
  <div class="w-row w-head" role="row" aria-rowindex={1}>
    <span role="columnheader" class="w-pick"><span class="unseen">Chosen</span></span><span role="columnheader" class="w-dialect"><span class="unseen">Dialect</span></span>
    <span role="columnheader" class="w-id">Id</span><span role="columnheader" class="w-way">Way</span><span role="columnheader" class="w-phase">Phase</span><span role="columnheader" class="w-waits">Waits for</span>
    <span role="columnheader" class="w-amount number">Amount</span><span role="columnheader" class="w-age number">Age</span><span role="columnheader" class="w-reference">Payment</span>
  </div>
);

const Heading = (props: { readonly count: number; readonly isAll: boolean }): JSX.Element => (
  <div class="page-head">
    <h1>Withdrawals</h1>
    <span class="second">{countText(props.count)}{props.isAll ? '' : ' and more'}</span>
    <span class="hint push keys-hint"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>x</kbd> choose, <kbd>Enter</kbd> open</span>
  </div>
);

/** The rows in sight and a few around them. */
interface Seen { readonly getVirtualItems: () => readonly { readonly index: number }[] }

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString();

/** Asks for the next page before its rows are in sight. */
const readAhead = (virtual: Seen, pages: Pages<Withdrawal>): void => createEffect(() => {
  const last = virtual.getVirtualItems().at(-1);
  if (last !== undefined && last.index >= pages.rows().length - AHEAD) pages.more();
});

interface Moves { readonly move: (by: 1 | -1) => void; readonly choose: () => void; readonly open: () => void }

function onKeys({ move, choose, open }: Moves): void {
  const onKey = (event: KeyboardEvent): void => {
    if (isTyping(event)) return;
    const key = keyOf(event);
    if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
    else if (key === 'x') choose();
    else if (key === 'enter' && event.target === document.body) open();
  };
  onMount(() => document.addEventListener('keydown', onKey));
  onCleanup(() => document.removeEventListener('keydown', onKey));
}

/**
 * The place in the list of each row of the page; null for a row that shows none. The row of place n is n modulo their count: as one scrolls, the rows that
 * left are filled with what came, since to make one costs several times what it costs to fill it.
 */
function createSlots(virtual: Seen): Accessor<readonly (number | null)[]> {
  return createMemo((before: readonly (number | null)[]) => {
    const places = virtual.getVirtualItems().map(({ index }) => index);
    const slots = Array.from({ length: Math.max(before.length, places.length) }, (): number | null => null);
    for (const place of places) slots[place % slots.length] = place;
    return slots;
  }, []);
}

/** Once for all events that come within a moment. */
function onEventsSoon(work: () => void): void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  onEvent(() => (soon ??= setTimeout(() => {
    soon = undefined;
    work();
  }, SOON_MS)));
  onCleanup(() => clearTimeout(soon));
}

/** What is asked for by what is in the address. */
const askedOf = ({ from, to, ...rest }: Filters) => ({
  ...rest, createdFrom: from === undefined ? undefined : new Date(from).toISOString(), createdTo: to === undefined ? undefined : dayAfter(to), limit: PAGE,
});

/** All withdrawals by what is in the address; j and k move, x chooses, Enter opens. */
export default function WithdrawalsView(): JSX.Element {
  const [query, setQuery] = useSearchParams<Record<keyof Filters, string>>();
  const navigate = useNavigate();
  const filters = createMemo((): Filters => ({ ...query }));
  const asked = createMemo(() => askedOf(filters()));
  const pages = createPages((cursor) => api.withdrawals({ ...asked(), cursor }), () => JSON.stringify(asked()));
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [at, setAt] = createSignal(-1);
  let place: HTMLDivElement | undefined;
  const virtual = createVirtualizer({ get count() { return pages.rows().length; }, getScrollElement: () => place ?? null, estimateSize: rowPx, overscan: 8 });
  const slots = createSlots(virtual);
  readAhead(virtual, pages);
  onEventsSoon(() => inBackground(pages.renew()));
  const choose = (id: string): void => void setChosen((ids) => new Set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]));
  onKeys({
    move: (by) => {
      setAt((index) => Math.min(pages.rows().length - 1, Math.max(0, index + by)));
      virtual.scrollToIndex(at());
    },
    choose: () => {
      const row = pages.rows()[at()];
      if (row !== undefined && mayWrite()) choose(row.id);
    },
    open: () => {
      const row = pages.rows()[at()];
      if (row !== undefined) navigate(`/withdrawals/${row.id}`);
    },
  });
  return (
    <main class="page filled">
      <Heading count={pages.rows().length} isAll={pages.isAll()} />
      <FilterBar filters={filters()} onChange={(change) => setQuery({ ...change })} />
      <Wrong problem={pages.problem()} />
      <div class="panel w-table" role="table" aria-label="Withdrawals" aria-rowcount={pages.isAll() ? pages.rows().length + 1 : -1}>
        <div role="rowgroup"><Head /></div>
        <div class="w-body" role="rowgroup" tabindex="0" ref={place}>
          <Show when={pages.rows().length === 0}><p class="nothing" role="row"><span role="cell">{pages.isAsking() ? 'Reading …' : 'No withdrawal is like this.'}</span></p></Show>
          <div class="w-all" role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
            <Index each={slots()}>{(slot) => (
              <Show when={pages.rows()[slot() ?? -1]}>{(row) => <Row row={row()} top={(slot() ?? 0) * rowPx()} index={slot() ?? 0} at={slot() === at()} chosen={chosen().has(row().id)} onChoose={() => choose(row().id)} />}</Show>
            )}</Index>
          </div>
        </div>
      </div>
      <BulkBar chosen={[...chosen()]} onClear={() => setChosen(new Set())} onDone={() => inBackground(pages.renew())} />
    </main>
  );
}
