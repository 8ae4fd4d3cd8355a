import { createMemo, For, Show, type JSX } from 'solid-js';
import { phases, type Outlook, type SagaState } from '../api/shapes.ts';
import { spaced } from '../ui/format.ts';
import { Panel } from '../ui/marks.tsx';

/** Its table: the states by phase, the way it has come, and where it can go from here. */
export function SagaPanel(props: { readonly outlook: Outlook }): JSX.Element {
  const current = createMemo(() => props.outlook.path.at(-1)?.step ?? '');
  const visited = createMemo(() => new Map(props.outlook.path.map(({ step }, index) => [step, index + 1])));
  const state = createMemo(() => props.outlook.states.find(({ name }) => name === current()));
  const next = createMemo(() => new Set([...(state()?.on.map(({ to }) => to) ?? []), state()?.onTimeout ?? '']));
  const columns = createMemo(() => phases.map((phase) => [phase, props.outlook.states.filter((each) => each.phase === phase)] as const).filter(([, states]) => states.length > 0));
  const tone = ({ name }: SagaState): string => (name === current() ? 'here' : visited().has(name) ? 'been' : next().has(name) ? 'next' : '');
  return (
    <Panel title="Its table" aside={`a withdrawal from ${props.outlook.kind === 'account' ? 'an account' : `a ${props.outlook.kind}`}`}>
      <div class="saga body">
        <For each={columns()}>{([phase, states]) => (
          <section>
            <h3>{phase}</h3>
            <ul>
              <For each={states}>{(each) => (
                <li class={tone(each)} title={each.sends === null ? '' : `sends ${each.sends}`}>
                  <Show when={visited().get(each.name)}>{(place) => <span class="place">{place()}</span>}</Show>{spaced(each.name)}
                </li>
              )}</For>
            </ul>
          </section>
        )}</For>
      </div>
      <Show when={state()}>{(known) => (
        <Show when={!known().ends}>
          <div class="body">
            <h3>From {spaced(known().name)}</h3>
            <ul class="ways">
              <For each={known().on}>{({ message, to }) => <li><code>{message}</code><span>→ {spaced(to)}</span></li>}</For>
              <Show when={known().onTimeout}>{(to) => <li><span>after {known().timeout}</span><span>→ {to() === known().name ? 'asked again' : spaced(to())}</span></li>}</Show>
            </ul>
          </div>
        </Show>
      )}</Show>
    </Panel>
  );
}
