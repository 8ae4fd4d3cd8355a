import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Pause } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { ReasonDialog } from '../ui/dialog.tsx';
import { railText } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel } from '../ui/marks.tsx';
import { doing, say } from '../ui/toasts.tsx';

/** What can be paused: all, a provider, a rail or a chain. */
const choices = {
  'All payouts': [['', 'of the tenant']], 'Of a provider': [['provider bank', 'the bank'], ['provider chain', 'the chains']],
  'Over a rail': ['ACH', 'WIRE', 'FPS', 'SEPA'].map((rail) => [`rail ${rail}`, rail]), 'On a chain': ['arbitrum', 'base', 'bsc', 'ethereum', 'optimism', 'polygon', 'solana'].map((chain) => [`rail ${chain}`, railText(chain)]),
} as const;

const nameOf = ({ rail, provider }: Pick<Pause, 'rail' | 'provider'>): string =>
  [...(provider === undefined ? [] : [`by the ${provider}`]), ...(rail === undefined ? [] : [/^[A-Z]+$/.test(rail) ? `over ${rail}` : `on ${railText(rail)}`])].join(', ') || 'all payouts';

const chosenOf = (value: string): Pick<Pause, 'rail' | 'provider'> => {
  const [kind, name] = value.split(' ');
  if (kind === 'rail') return { rail: name as NonNullable<Pause['rail']> };
  return kind === 'provider' ? { provider: name as NonNullable<Pause['provider']> } : {};
};

/** New payouts are stopped here, and let go again. */
export function Pauses(): JSX.Element {
  const pauses = createLive(api.pauses, { everyMs: 15_000 });
  const [wanted, setWanted] = createSignal('');
  const [asking, setAsking] = createSignal(false);
  const pause = async (reason: string): Promise<void> => {
    await api.pause({ ...chosenOf(wanted()), reason });
    say('Paused: no such payout begins from now on.');
    await pauses.refresh();
  };
  const release = (id: string): Promise<void> => doing(() => api.release(id), 'Released: what was held back goes out within a minute.').then(pauses.refresh);
  return (
    <Panel title="Pauses" aside="what the bank, the signer or the chain was given goes on">
      <div class="body stack">
        <Show when={mayWrite()}>
          <form class="row wrap" onSubmit={(event) => { event.preventDefault(); setAsking(true); }}>
            <label class="row"><span class="label">New payouts</span>
              <select class="input" value={wanted()} onChange={(event) => setWanted(event.currentTarget.value)}>
                <For each={Object.entries(choices)}>{([group, options]) => <optgroup label={group}><For each={options}>{([value, name]) => <option value={value}>{name}</option>}</For></optgroup>}</For>
              </select>
            </label>
            <button type="submit" class="button danger">Pause …</button>
          </form>
        </Show>
        <Known of={pauses}>{(known) => (
          <Show when={known().data.length > 0} fallback={<p class="quiet">Nothing is paused: payouts begin as they are due.</p>}>
            <Table label="Pauses in force" columns={['Paused', 'Since', 'Why', { name: 'Actions', is: 'unseen' }]}>
              <For each={known().data}>{(each) => (
                <tr>
                  <td><span class="badge amber">{nameOf(each)}</span></td><td><Age since={each.since} /> ago</td><td class="second long">{each.reason}</td>
                  <td><Show when={mayWrite()}><button type="button" class="button bare text-water" aria-label={`Release ${nameOf(each)}`} onClick={() => inBackground(release(each.id))}>Release</button></Show></td>
                </tr>
              )}</For>
            </Table>
          </Show>
        )}</Known>
      </div>
      <ReasonDialog open={asking()} onClose={() => setAsking(false)} title={`Pause ${nameOf(chosenOf(wanted()))}`} action="Pause" danger onDo={pause}>
        <p class="second">No such payout begins from the answer on. Each waits where it would begin, and goes out when the pause is released; recalls, returns and bookings go on.</p>
      </ReasonDialog>
    </Panel>
  );
}
