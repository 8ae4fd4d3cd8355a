import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { TimelineRow, Withdrawal } from '../api/shapes.ts';
import { durationText, spaced, timeText } from '../ui/format.ts';
import { Panel, Wrong } from '../ui/marks.tsx';

const order = ['gateway', 'intake', 'compliance', 'ledger', 'liquidity', 'bridging', 'payout', 'webhooks'] as const;
const LANE_PX = 13;
const NOTEWORTHY_WAIT_MS = 1_000;

const kinds: readonly (readonly [kind: TimelineRow['kind'], name: string])[] = [['step', 'steps'], ['message', 'messages'], ['provider-call', 'provider calls'], ['timer', 'timers'], ['operator', 'operators'], ['webhook', 'webhooks']];

/** Whether a row says that something did not go well. */
export const isBad = ({ kind, outcome }: TimelineRow): boolean =>
  kind === 'webhook' ? !/^2/.test(outcome) : /fail|refus|reject|unknown|park|error|no answer|timeout|timed out/i.test(outcome) && kind !== 'step';

const shapeOf = (kind: TimelineRow['kind']): JSX.Element => {
  if (kind === 'step') return <rect x="-4" y="-4" width="8" height="8" rx="1.5" />;
  if (kind === 'provider-call') return <path d="M0-4.6 4.6 0 0 4.6-4.6 0z" />;
  if (kind === 'webhook') return <path d="M-4-3.6 4 0-4 3.6z" />;
  if (kind === 'timer') return <circle r="3.4" class="hollow" />;
  return <circle r={kind === 'operator' ? 4.4 : 3.2} />;
};

/** The services that it went through, a line for each, and where this row is on them. */
function Lanes(props: { readonly row: TimelineRow; readonly lanes: readonly string[] }): JSX.Element {
  const x = (lane: string): number => (props.lanes.indexOf(lane) + 0.5) * LANE_PX;
  return (
    <svg class="lanes" width={props.lanes.length * LANE_PX} height="26" aria-hidden="true">
      <For each={props.lanes}>{(lane) => <line x1={x(lane)} x2={x(lane)} y1="0" y2="26" />}</For>
      <g transform={`translate(${x(props.row.service)} 13)`} class={`dot ${props.row.kind}`} classList={{ bad: isBad(props.row) }}>{shapeOf(props.row.kind)}</g>
    </svg>
  );
}

const textOf = ({ kind, name }: TimelineRow): string => (kind === 'step' ? spaced(name) : name);

interface Drawn { readonly row: TimelineRow; readonly waitedMs: number }

/** Its whole life in all services, in order, with the waits between. */
export function TimelinePanel(props: { readonly withdrawal: Withdrawal }): JSX.Element {
  const timeline = createLive(() => api.timeline(props.withdrawal.version > 0 ? props.withdrawal.id : ''), { on: ({ withdrawalId }) => withdrawalId === props.withdrawal.id });
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set());
  const rows = createMemo(() => timeline.value()?.data ?? []);
  const lanes = createMemo(() => order.filter((service) => rows().some((row) => row.service === service)));
  const drawn = createMemo((): Drawn[] => {
    const shown = rows().filter(({ kind }) => !hidden().has(kind));
    return shown.map((row, index) => ({ row, waitedMs: index === 0 ? 0 : Date.parse(row.at) - Date.parse(shown[index - 1]?.at ?? row.at) }));
  });
  const begin = (): number => Date.parse(rows()[0]?.at ?? '');
  const turn = (kind: string): void => void setHidden((known) => new Set(known.has(kind) ? [...known].filter((other) => other !== kind) : [...known, kind]));
  return (
    <Panel title="Life" aside={`${rows().length} rows`} class="timeline">
      <Wrong problem={timeline.problem()} />
      <div class="row wrap legend-row">
        <For each={kinds.filter(([kind]) => rows().some((row) => row.kind === kind))}>{([kind, name]) => (
          <button type="button" class="kind" aria-pressed={!hidden().has(kind)} onClick={() => turn(kind)}>
            <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true"><g class={`dot ${kind}`}>{shapeOf(kind)}</g></svg>{name}
          </button>
        )}</For>
      </div>
      <ol class="rows">
        <For each={drawn()}>{({ row, waitedMs }) => (
          <>
            <Show when={waitedMs >= NOTEWORTHY_WAIT_MS}><li class="wait"><span>waited {durationText(waitedMs)}</span></li></Show>
            <li class={`line ${row.kind}`} classList={{ bad: isBad(row) }}>
              <time title={`${timeText(row.at)} UTC`} class="when">+{durationText(Date.parse(row.at) - begin())}</time>
              <Lanes row={row} lanes={lanes()} />
              <span class="what one-line" title={`${row.service}: ${row.name}`}><span class="service">{row.service}</span> {textOf(row)}<Show when={row.attempt > 1}> <span class="badge amber">attempt {row.attempt}</span></Show></span>
              <span class="outcome one-line" title={row.detail ?? ''}>{row.outcome}<Show when={row.detail}>{(detail) => <span class="quiet"> {detail()}</span>}</Show></span>
            </li>
          </>
        )}</For>
      </ol>
    </Panel>
  );
}
