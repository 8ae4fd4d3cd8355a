import { A } from '@solidjs/router';
import { createMemo, For, Show, type JSX } from 'solid-js';
import type { Dialect, Flow, Phase } from '../api/shapes.ts';
import { countText, railText } from '../ui/format.ts';
import { Age, DialectMark } from '../ui/marks.tsx';
import { chambers, lanesOf, level, type Chamber, type Lane } from './lanes.ts';

function ChamberCell(props: { readonly lane: Lane; readonly chamber: Chamber; readonly most: number; readonly moved: boolean }): JSX.Element {
  const fill = (): number => level(props.chamber.count, props.most);
  const href = (): string => `/withdrawals?dialect=${props.lane.dialect}&phase=${props.chamber.phase}`;
  const share = (): number => (props.chamber.count === 0 ? 0 : props.chamber.held / props.chamber.count);
  return (
    <td class="chamber" classList={{ moved: props.moved, empty: props.chamber.count === 0 }}>
      <A href={href()}>
        <svg class="water" viewBox="0 0 100 44" preserveAspectRatio="none" aria-hidden="true">
          <rect class="level" x="0" y={44 - 44 * fill()} width="100" height={44 * fill()} />
          <rect class="held" x="0" y={44 - 44 * fill()} width="100" height={44 * fill() * share()} />
        </svg>
        <span class="figure">{countText(props.chamber.count)}</span>
        <span class="unseen">{props.chamber.phase}{props.chamber.held > 0 ? `, ${props.chamber.held} of them held` : ''}</span>
        <Show when={props.chamber.oldestAt}>{(at) => <span class="oldest"><span class="unseen">the oldest for </span><Age since={at()} /></span>}</Show>
      </A>
    </td>
  );
}

/** Where withdrawals are: a lane for each way, a chamber for each phase, filled as high as there are many in it. What people have to decide on floats on top. */
export function FlowBoard(props: { readonly flow: Flow; readonly moved: (dialect: Dialect, phase: Phase) => boolean }): JSX.Element {
  const lanes = createMemo(() => lanesOf(props.flow));
  const most = createMemo(() => Math.max(0, ...lanes().flatMap((lane) => lane.chambers.map(({ count }) => count))));
  return (
    <div class="scroll-x" tabindex="0" role="region" aria-label="Withdrawals under way">
      <table class="flow">
        <thead>
          <tr>
            <th scope="col" class="lane-head">Way</th>
            <For each={chambers}>{(phase) => <th scope="col">{phase}</th>}</For>
            <th scope="col" class="number arrived-head">arrived</th>
            <th scope="col" class="number">otherwise</th>
          </tr>
        </thead>
        <tbody>
          <For each={lanes()} fallback={<tr><td colspan="9" class="nothing">No withdrawal is under way, and none has ended lately.</td></tr>}>
            {(lane) => (
              <tr>
                <th scope="row" class="lane"><DialectMark dialect={lane.dialect} /><span class="hint">{railText(lane.rail)}</span></th>
                <For each={lane.chambers}>{(chamber) => <ChamberCell lane={lane} chamber={chamber} most={most()} moved={props.moved(lane.dialect, chamber.phase)} />}</For>
                <td class="number arrived"><A href={`/withdrawals?dialect=${lane.dialect}&phase=settled`}>{countText(lane.arrived)}</A></td>
                <td class="number otherwise"><For each={lane.otherwise} fallback={<span class="quiet">0</span>}>{({ phase, count }) => <A class="end" href={`/withdrawals?dialect=${lane.dialect}&phase=${phase}`}>{countText(count)} <span class="hint">{phase}</span></A>}</For></td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
