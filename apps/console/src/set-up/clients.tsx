import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { dialects, type Dialect } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { dialectNames } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel } from '../ui/marks.tsx';
import { doing, say } from '../ui/toasts.tsx';

interface Shown { readonly id: string; readonly secret: string }

/** The one time that a secret is on a screen. */
const SecretDialog = (props: { readonly shown: Shown; readonly onClose: () => void }): JSX.Element => (
  <Dialog open onClose={props.onClose} title="A new client">
    <p class="second">The secret is shown this once and is stored hashed: nobody can show it again.</p>
    <dl class="pairs"><dt>Client</dt><dd class="mono">{props.shown.id}</dd><dt>Secret</dt><dd class="mono secret">{props.shown.secret}</dd></dl>
    <div class="row"><button type="button" class="button first" onClick={() => inBackground(navigator.clipboard.writeText(props.shown.secret).then(() => say('Copied.')))}>Copy the secret</button><button type="button" class="button" onClick={props.onClose}>It is kept</button></div>
  </Dialog>
);

/** Who may call which dialect. */
export function Clients(): JSX.Element {
  const clients = createLive(api.clients);
  const [dialect, setDialect] = createSignal<Dialect | 'ops'>('bultra');
  const [shown, setShown] = createSignal<Shown>();
  const add = (): Promise<boolean> => doing(async () => setShown(await api.addClient(dialect())), 'It is there.').then(async (done) => (await clients.refresh(), done));
  const revoke = (id: string): Promise<boolean> => doing(() => api.revokeClient(id), 'Revoked: its credentials are good no more.').then(async (done) => (await clients.refresh(), done));
  return (
    <Panel title="Clients and keys" aside="a revoked one is out at once and for good">
      <div class="body stack">
        <Show when={mayWrite()}>
          <form class="row wrap" onSubmit={(event) => { event.preventDefault(); inBackground(add()); }}>
            <label class="row"><span class="label">For</span>
              <select class="input" value={dialect()} onChange={(event) => setDialect(event.currentTarget.value as Dialect | 'ops')}><For each={[...dialects, 'ops']}>{(each) => <option value={each}>{dialectNames[each]}</option>}</For></select>
            </label>
            <button type="submit" class="button first">Add a client</button>
          </form>
        </Show>
        <Known of={clients}>{(known) => <Table label="Clients" columns={['Client', 'For', 'May', 'State', { name: 'Actions', is: 'unseen' }]}>
          <For each={known().data}>{(client) => (
              <tr>
                <td class="mono long">{client.id}</td><td>{dialectNames[client.dialect]}</td><td class="second long">{client.scopes.join(', ')}</td>
                <td><Show when={client.revokedAt} fallback={<span class="badge green">good</span>}>{(at) => <span class="badge">revoked <Age since={at()} /> ago</span>}</Show></td>
                <td><Show when={mayWrite() && client.revokedAt === null}><button type="button" class="button bare text-red" aria-label={`Revoke ${client.id}`} onClick={() => inBackground(revoke(client.id))}>Revoke</button></Show></td>
              </tr>
          )}</For>
        </Table>}</Known>
      </div>
      <Show when={shown()}>{(known) => <SecretDialog shown={known()} onClose={() => setShown(undefined)} />}</Show>
    </Panel>
  );
}
