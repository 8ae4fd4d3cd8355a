import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { DialectMark, Panel, Wrong } from '../ui/marks.tsx';

/** Who is told of what. Subscriptions are made by the dialect’s own clients. */
export function Subscriptions(): JSX.Element {
  const subscriptions = createLive(() => api.subscriptions());
  return (
    <Panel title="Webhook subscriptions" aside={<A href="/repair?part=webhooks">Deliveries and repair</A>}>
      <Wrong problem={subscriptions.problem()} />
      <Show when={(subscriptions.value()?.data.length ?? 0) > 0} fallback={<p class="nothing">There is none. A client makes one through its dialect.</p>}>
        <table class="table body"><thead><tr><th scope="col">Endpoint</th><th scope="col">Dialect</th><th scope="col">Events</th><th scope="col">State</th></tr></thead>
          <tbody><For each={subscriptions.value()?.data}>{(each) => <tr><td class="mono url">{each.url}</td><td><DialectMark dialect={each.dialect} /></td><td class="second">{each.events.join(', ')}</td><td><span class={`badge ${each.active ? 'green' : 'red'}`}>{each.active ? 'active' : 'disabled'}</span></td></tr>}</For></tbody>
        </table>
      </Show>
    </Panel>
  );
}
