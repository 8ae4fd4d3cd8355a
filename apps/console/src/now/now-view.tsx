import { A, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import { createLive, onEvent } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { holds, type Dialect, type Flow, type Phase } from '../api/shapes.ts';
import { setTenantNow } from '../ui/clock.ts';
import { countText } from '../ui/format.ts';
import { holdNames, Panel, Wrong } from '../ui/marks.tsx';
import { Attention } from './attention.tsx';
import { FlowBoard } from './flow-board.tsx';
import { SettlePlot, ThroughputPlot } from './plots.tsx';

const windows = [['PT1H', 'hour'], ['PT6H', '6 hours'], ['P1D', 'day'], ['P7D', 'week']] as const;
const MOVED_FOR_MS = 1_600;

/** Which chambers something has just come into. */
function createMoves(): (dialect: Dialect, phase: Phase) => boolean {
  const [moved, setMoved] = createSignal<ReadonlySet<string>>(new Set());
  const timers = new Set<ReturnType<typeof setTimeout>>();
  onEvent(({ dialect, data }) => {
    const name = `${dialect} ${data.phase ?? ''}`;
    setMoved((names) => new Set([...names, name]));
    timers.add(setTimeout(() => setMoved((names) => new Set([...names].filter((other) => other !== name))), MOVED_FOR_MS));
  });
  onCleanup(() => timers.forEach(clearTimeout));
  return (dialect, phase) => moved().has(`${dialect} ${phase}`);
}

function Headline(props: { readonly flow: Flow }): JSX.Element {
  const underWay = createMemo(() => props.flow.underWay.reduce((sum, { count }) => sum + count, 0));
  const held = createMemo(() => holds.filter((hold) => hold !== 'none').map((hold) => ({ hold, count: props.flow.underWay.filter((cell) => cell.hold === hold).reduce((sum, { count }) => sum + count, 0) })).filter(({ count }) => count > 0));
  const arrived = createMemo(() => props.flow.buckets.reduce((sum, { settled }) => sum + settled, 0));
  return (
    <p class="headline"><strong>{countText(underWay())}</strong> under way<For each={held()}>{({ hold, count }) => <>, <A href={`/withdrawals?hold=${hold}`} class="text-amber underlined">{countText(count)} held for {holdNames[hold]}</A></>}</For> · <A href="/withdrawals?phase=settled"><strong>{countText(arrived())}</strong> arrived</A></p>
  );
}

/** Everything at once: where withdrawals are, how fast they go, and what is wrong. */
export default function NowView(): JSX.Element {
  const [query, setQuery] = useSearchParams<{ window: string }>();
  const window = (): string => query.window ?? 'PT6H';
  const flow = createLive(async () => {
    const measured = await api.flow(window());
    setTenantNow(measured.now);
    return measured;
  }, { everyMs: 15_000, on: ({ data }) => data.phase !== undefined });
  const moved = createMoves();
  return (
    <main class="page">
      <div class="page-head">
        <h1>Now</h1>
        <Show when={flow.value()}>{(known) => <Headline flow={known()} />}</Show>
        <div class="segments push" role="group" aria-label="How far back">
          <For each={windows}>{([value, name]) => <button type="button" aria-pressed={window() === value} onClick={() => setQuery({ window: value })}>{name}</button>}</For>
        </div>
      </div>
      <Wrong problem={flow.problem()} />
      <Show when={flow.value()} fallback={<Panel title="Withdrawals by way and phase"><p class="nothing">Counting …</p></Panel>}>{(known) => (
        <>
          <Panel title="Withdrawals by way and phase" aside="filled as high as there are many; amber is held for a person"><FlowBoard flow={known()} moved={moved} /></Panel>
          <div class="halves">
            <Panel title="Throughput"><ThroughputPlot flow={known()} /></Panel>
            <Panel title="From request to arrival"><SettlePlot flow={known()} /></Panel>
          </div>
        </>
      )}</Show>
      <Attention />
    </main>
  );
}
