import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { countText } from '../ui/format.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel } from '../ui/marks.tsx';
import { Table } from '../ui/table.tsx';

interface ChoiceProps { readonly name: string; readonly value: string | undefined; readonly options: readonly string[]; readonly onChoose: (value: string | undefined) => void }

const Choice = (props: ChoiceProps): JSX.Element => (
  <label class="row"><span class="label">{props.name}</span>
    <select class="input" value={props.value ?? ''} onChange={(event) => props.onChoose(event.currentTarget.value || undefined)}>
      <option value="">any</option>
      <For each={props.options}>{(option) => <option value={option} selected={option === props.value}>{option}</option>}</For>
    </select>
  </label>
);

/** Each sentence that must hold of the books, with what breaks it. The address chooses by `state`. */
export function Invariants(): JSX.Element {
  const [query, setQuery] = useSearchParams<{ state: string }>();
  const verdict = createLive(api.invariants, { everyMs: 30_000 });
  const shown = createMemo(() => verdict.value()?.invariants.filter(({ ok }) => query.state === undefined || (query.state === 'broken') !== ok) ?? []);
  return (
    <Panel title="Invariants" aside={<Show when={verdict.value()}>{(known) => <>checked <Age since={known().checkedAt} /> ago</>}</Show>}>
      <div class="body stack">
        <div class="row wrap"><Choice name="State" value={query.state} options={['broken', 'holds']} onChoose={(state) => setQuery({ state })} /></div>
        <Known of={verdict}>{() => <Show when={shown().length > 0} fallback={<p class="quiet">No invariant is like this.</p>}>
          <Table label="Invariants" columns={['Number', 'What must hold', 'State', 'Broken by']}>
            <For each={shown()}>{({ number, name, ok, violations }) => (
              <tr><td>{number}</td><td class="long">{name}</td><td><span class={`badge ${ok ? 'green' : 'red'}`}>{ok ? 'holds' : 'broken'}</span></td><td class="long">{violations.join('; ')}</td></tr>
            )}</For>
          </Table>
        </Show>}</Known>
      </div>
    </Panel>
  );
}

/** How each provider answered each service of late. The address chooses by `provider`, `service` and `state`. */
export function Providers(): JSX.Element {
  const [query, setQuery] = useSearchParams<{ provider: string; service: string; state: string }>();
  const providers = createLive(api.providers, { everyMs: 15_000 });
  const all = createMemo(() => providers.value()?.data ?? []);
  const shown = createMemo(() => all().filter(({ provider, service, failed }) => (query.provider ?? provider) === provider && (query.service ?? service) === service && (query.state === undefined || (query.state === 'failing') === failed > 0)));
  const options = (field: 'provider' | 'service'): string[] => [...new Set(all().map((each) => each[field]))].sort();
  return (
    <Panel title="Providers" aside="the calls of the last while">
      <div class="body stack">
        <div class="row wrap">
          <Choice name="Provider" value={query.provider} options={options('provider')} onChoose={(provider) => setQuery({ provider })} />
          <Choice name="Service" value={query.service} options={options('service')} onChoose={(service) => setQuery({ service })} />
          <Choice name="State" value={query.state} options={['failing', 'answering']} onChoose={(state) => setQuery({ state })} />
        </div>
        <Known of={providers}>{() => <Show when={shown().length > 0} fallback={<p class="quiet">No provider is like this.</p>}>
          <Table label="Providers" columns={['Provider', 'Called by', { name: 'Calls', is: 'number' }, { name: 'Unanswered', is: 'number' }, 'Last outcome', 'Last call']}>
            <For each={shown()}>{(each) => (
              <tr>
                <td>{each.provider}</td><td>{each.service}</td><td class="number">{countText(each.calls)}</td><td class="number" classList={{ 'text-red': each.failed > 0 }}>{countText(each.failed)}</td>
                <td class="second long">{each.lastOutcome}</td><td><Age since={each.lastAt} /> ago</td>
              </tr>
            )}</For>
          </Table>
        </Show>}</Known>
      </div>
    </Panel>
  );
}
