import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Delivery, Subscription } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { ReasonDialog } from '../ui/dialog.tsx';
import { countText, shortId } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Age, DialectMark, Panel, Until } from '../ui/marks.tsx';
import { doing, say } from '../ui/toasts.tsx';

type Wanted = { readonly what: 'enable' | 'replay'; readonly subscription: Subscription };

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host + new URL(url).pathname : url);
const lastOf = ({ attempts }: Delivery): string => {
  const last = attempts.at(-1);
  return last === undefined ? 'not tried yet' : last.status === undefined ? (last.error ?? 'no answer') : `answered ${last.status}`;
};
const tone: Readonly<Record<Delivery['status'], string>> = { pending: 'amber', delivered: 'green', failed: 'red', dropped: '' };

const EndpointTable = (props: { readonly subscriptions: readonly Subscription[]; readonly onWant: (wanted: Wanted) => void }): JSX.Element => (
  <Table label="Endpoints" columns={['Endpoint', 'Dialect', 'State', 'Events', { name: 'Actions', is: 'unseen' }]}>
    <For each={props.subscriptions}>{(each) => (
        <tr>
          <td class="mono one-line url" title={each.url}>{hostOf(each.url)}</td><td><DialectMark dialect={each.dialect} /></td>
          <td><Show when={each.disabledAt} fallback={<span class={`badge ${each.active ? 'green' : ''}`}>{each.active ? 'active' : 'inactive'}</span>}>{(at) => <span class="badge red">disabled <Age since={at()} /> ago</span>}</Show></td>
          <td class="second">{each.events.length}</td>
          <td><Show when={mayWrite()}><span class="row">
            <Show when={!each.active}><button type="button" class="button bare text-water" onClick={() => props.onWant({ what: 'enable', subscription: each })}>Enable …</button></Show>
            <button type="button" class="button bare text-water" onClick={() => props.onWant({ what: 'replay', subscription: each })}>Replay since failure …</button>
          </span></Show></td>
        </tr>
    )}</For>
  </Table>
);

const DeliveryTable = (props: { readonly deliveries: readonly Delivery[]; readonly onDone: () => void }): JSX.Element => (
  <Table label="Deliveries" columns={['Event', 'Endpoint', 'Withdrawal', 'Status', 'Last try', { name: 'Tries', is: 'number' }, 'Next', { name: 'Actions', is: 'unseen' }]}>
    <For each={props.deliveries}>{(each) => (
        <tr>
          <td>{each.type}</td><td class="mono one-line url" title={each.url}>{hostOf(each.url)}</td>
          <td><Show when={each.withdrawalId}>{(id) => <A class="mono" href={`/withdrawals/${id()}`}>{shortId(id())}</A>}</Show></td>
          <td><span class={`badge ${tone[each.status]}`}>{each.status}</span></td><td class="second long">{lastOf(each)}</td><td class="number">{each.attempts.length}</td>
          <td><Show when={each.nextAt}>{(at) => <Until at={at()} />}</Show></td>
          <td><Show when={mayWrite()}><button type="button" class="button bare text-water" onClick={() => inBackground(doing(() => api.redeliver(each.id, 'Sent again from the console.'), 'It is sent again.').then(props.onDone))}>Send again</button></Show></td>
        </tr>
    )}</For>
  </Table>
);

/** Endpoints that were disabled, with what they missed to be replayed, and what waits to be sent. */
export function Endpoints(): JSX.Element {
  const subscriptions = createLive(() => api.subscriptions(), { everyMs: 15_000 });
  const deliveries = createLive(() => api.deliveries({ limit: 100 }), { everyMs: 10_000 });
  const [wanted, setWanted] = createSignal<Wanted>();
  const carryOut = async (reason: string): Promise<void> => {
    const known = wanted();
    if (known === undefined) return;
    const { what, subscription: { id } } = known;
    if (what === 'enable') await api.enable(id, reason);
    const { count } = what === 'replay' ? await api.replay({ subscriptionId: id, sinceFailure: true, reason }) : { count: 0 };
    say(what === 'enable' ? 'It is told again. Replay what it missed.' : `${countText(count)} events are sent again.`);
    await Promise.all([subscriptions.refresh(), deliveries.refresh()]);
  };
  return (
    <>
      <Panel title="Endpoints" aside="a disabled one is told nothing until it is enabled">
        <Known of={subscriptions}>{(known) => <Show when={known().data.length > 0} fallback={<p class="nothing">Nobody subscribes to anything.</p>}>
          <EndpointTable subscriptions={known().data} onWant={setWanted} />
        </Show>}</Known>
      </Panel>
      <Panel title="Deliveries" aside="newest first">
        <Known of={deliveries}>{(known) => <DeliveryTable deliveries={known().data} onDone={() => inBackground(deliveries.refresh())} />}</Known>
      </Panel>
      <Show when={wanted()}>{(known) => (
        <ReasonDialog open onClose={() => setWanted(undefined)} title={known().what === 'enable' ? 'Enable this endpoint' : 'Replay what it missed'} action={known().what === 'enable' ? 'Enable' : 'Replay'} onDo={carryOut}>
          <p class="second">{known().what === 'enable' ? 'It is told of everything from now on. What it missed is sent by a replay.' : 'Every event since its first failed delivery is sent again, under the same event ids.'}</p>
          <p class="notice mono">{known().subscription.url}</p>
        </ReasonDialog>
      )}</Show>
    </>
  );
}
