import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { Table } from '../ui/table.tsx';
import { Known } from '../ui/known.tsx';
import { DialectMark, Panel } from '../ui/marks.tsx';

/** Who is told of what. Subscriptions are made by the dialect’s own clients. */
export function Subscriptions(): JSX.Element {
  const subscriptions = createLive(() => api.subscriptions());
  return (
    <Panel title="Webhook subscriptions" aside={<A href="/repair?part=webhooks">Deliveries and repair</A>}>
      <Known of={subscriptions}>{(known) => <Show when={known().data.length > 0} fallback={<p class="nothing">There is none. A client makes one through its dialect.</p>}>
        <Table label="Webhook subscriptions" columns={['Endpoint', 'Dialect', 'Events', 'State']}>
          <For each={known().data}>{(each) => <tr><td class="mono url long">{each.url}</td><td><DialectMark dialect={each.dialect} /></td><td class="second long">{each.events.join(', ')}</td><td><span class={`badge ${each.active ? 'green' : 'red'}`}>{each.active ? 'active' : 'disabled'}</span></td></tr>}</For>
        </Table>
      </Show>}</Known>
    </Panel>
  );
}
