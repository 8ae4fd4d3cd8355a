import { createMemo, createSignal, For, onCleanup, onMount, Show, type Accessor, type JSX } from 'solid-js';
import type { Flow, FlowBucket } from '../api/shapes.ts';
import { countText, niceTop, shortCount, shortDuration, timeText } from '../ui/format.ts';

const HEIGHT = 132;
const LEFT = 34;
const FOOT = 18;
const PLOT = HEIGHT - FOOT;

type XOf = (index: number) => number;

/** A plot is drawn as wide as it is shown, so that its text keeps its size. */
function createWidth(): readonly [width: Accessor<number>, place: (element: SVGSVGElement) => void] {
  const [width, setWidth] = createSignal(500);
  let plot: SVGSVGElement | undefined;
  const seen = new ResizeObserver(([entry]) => setWidth(Math.max(200, Math.round(entry?.contentRect.width ?? 0))));
  onMount(() => plot !== undefined && seen.observe(plot));
  onCleanup(() => seen.disconnect());
  return [width, (element) => (plot = element)];
}

const xFor = (width: Accessor<number>, count: Accessor<number>): XOf => (index) => LEFT + ((index + 0.5) * (width() - LEFT)) / Math.max(count(), 1);

/** A few times along the foot, none so near the edge that it would be cut. */
function Foot(props: { readonly buckets: readonly FlowBucket[]; readonly xOf: XOf }): JSX.Element {
  const marks = (): number[] => [0.1, 0.37, 0.64, 0.91].map((part) => Math.floor(part * (props.buckets.length - 1)));
  return <For each={props.buckets.length < 4 ? [] : marks()}>{(index) => <text class="axis" x={props.xOf(index)} y={HEIGHT - 4} text-anchor="middle">{timeText(props.buckets[index]?.from ?? '').slice(11, 16)}</text>}</For>;
}

/** How many began, arrived and ended otherwise in each span: above the line what arrived, below it what did not. */
export function ThroughputPlot(props: { readonly flow: Flow }): JSX.Element {
  const [plotWidth, place] = createWidth();
  const xOf = xFor(plotWidth, () => props.flow.buckets.length);
  const top = createMemo(() => niceTop(Math.max(4, ...props.flow.buckets.flatMap(({ started, settled, failed }) => [started, settled + failed]))));
  const yOf = (count: number): number => PLOT - (count / top()) * (PLOT - 8);
  const width = (): number => Math.max(1.5, ((plotWidth() - LEFT) / Math.max(props.flow.buckets.length, 1)) * 0.7);
  const begun = (): string => props.flow.buckets.map(({ started }, index) => `${index === 0 ? 'M' : 'L'}${xOf(index).toFixed(1)} ${yOf(started).toFixed(1)}`).join('');
  const total = (name: 'started' | 'settled' | 'failed'): number => props.flow.buckets.reduce((sum, bucket) => sum + bucket[name], 0);
  return (
    <figure class="plot">
      <svg ref={place} viewBox={`0 0 ${plotWidth()} ${HEIGHT}`} role="img" aria-label={`${total('started')} requested, ${total('settled')} arrived, ${total('failed')} ended otherwise`}>
        <For each={[0, 0.5, 1]}>{(part) => <><line class="grid" x1={LEFT} x2={plotWidth()} y1={yOf(part * top())} y2={yOf(part * top())} /><text class="axis" x={LEFT - 6} y={yOf(part * top()) + 3.5} text-anchor="end">{shortCount(part * top())}</text></>}</For>
        <For each={props.flow.buckets}>{(bucket, index) => (
          <>
            <rect class="bar settled" x={xOf(index()) - width() / 2} width={width()} y={yOf(bucket.settled)} height={PLOT - yOf(bucket.settled)} />
            <rect class="bar failed" x={xOf(index()) - width() / 2} width={width()} y={yOf(bucket.settled + bucket.failed)} height={PLOT - yOf(bucket.failed)} />
          </>
        )}</For>
        <path class="line" d={begun()} />
        <Foot buckets={props.flow.buckets} xOf={xOf} />
      </svg>
      <figcaption class="legend"><span class="key-line">requested {countText(total('started'))}</span><span class="key-settled">arrived {countText(total('settled'))}</span><span class="key-failed">ended otherwise {countText(total('failed'))}</span></figcaption>
    </figure>
  );
}

/** From request to arrival, on a scale of decades, since one takes seconds and another days: the median as a mark, the slowest tenth above it. */
export function SettlePlot(props: { readonly flow: Flow }): JSX.Element {
  const [plotWidth, place] = createWidth();
  const xOf = xFor(plotWidth, () => props.flow.buckets.length);
  const known = createMemo(() => props.flow.buckets.flatMap(({ medianSeconds, slowSeconds }) => (medianSeconds === null || slowSeconds === null ? [] : [medianSeconds, slowSeconds])).map((seconds) => Math.max(seconds, 0.1)));
  const low = (): number => Math.floor(Math.log10(Math.min(1, ...known())));
  const high = (): number => Math.max(low() + 2, Math.ceil(Math.log10(Math.max(1, ...known()))));
  const yOf = (seconds: number): number => PLOT - ((Math.log10(Math.max(seconds, 0.1)) - low()) / (high() - low())) * (PLOT - 8);
  const decades = (): number[] => Array.from({ length: high() - low() + 1 }, (_, index) => 10 ** (low() + index));
  return (
    <figure class="plot">
      <svg ref={place} viewBox={`0 0 ${plotWidth()} ${HEIGHT}`} role="img" aria-label="Time from request to arrival">
        <For each={decades()}>{(seconds) => <><line class="grid" x1={LEFT} x2={plotWidth()} y1={yOf(seconds)} y2={yOf(seconds)} /><text class="axis" x={LEFT - 6} y={yOf(seconds) + 3.5} text-anchor="end">{shortDuration(seconds)}</text></>}</For>
        <For each={props.flow.buckets}>{(bucket, index) => (
          <Show when={bucket.medianSeconds !== null && bucket.slowSeconds !== null}>
            <line class="spread" x1={xOf(index())} x2={xOf(index())} y1={yOf(bucket.medianSeconds ?? 0)} y2={yOf(bucket.slowSeconds ?? 0)} />
            <circle class="median" cx={xOf(index())} cy={yOf(bucket.medianSeconds ?? 0)} r="3" />
          </Show>
        )}</For>
        <Foot buckets={props.flow.buckets} xOf={xOf} />
      </svg>
      <figcaption class="legend"><span class="key-median">median</span><span class="key-spread">up to the slowest tenth</span></figcaption>
    </figure>
  );
}
