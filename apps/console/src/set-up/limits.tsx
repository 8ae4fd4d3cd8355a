import { For, Show, type JSX } from 'solid-js';
import { createStore, produce, unwrap } from 'solid-js/store';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Limit } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Panel } from '../ui/marks.tsx';
import { doing } from '../ui/toasts.tsx';

const amounts = [['perWithdrawal', 'of one'], ['perDay', 'of a day'], ['per30Days', 'of 30 days']] as const;
const empty: Limit = { scope: 'account', currency: 'USD', perWithdrawal: null, perDay: null, per30Days: null, countPerDay: null };

interface RowProps { readonly limit: Limit; readonly index: number; readonly onChange: (change: Partial<Limit>) => void; readonly onRemove: () => void }

const Row = (props: RowProps): JSX.Element => (
  <tr>
    <td><select class="input" aria-label={`Scope of limit ${props.index + 1}`} value={props.limit.scope} onChange={(event) => props.onChange({ scope: event.currentTarget.value as Limit['scope'] })}><For each={['tenant', 'account', 'counterparty']}>{(scope) => <option value={scope}>{scope}</option>}</For></select></td>
    <td><select class="input" aria-label={`Currency of limit ${props.index + 1}`} value={props.limit.currency} onChange={(event) => props.onChange({ currency: event.currentTarget.value as Limit['currency'] })}><For each={['USD', 'GBP', 'EUR', 'USDC']}>{(currency) => <option value={currency}>{currency}</option>}</For></select></td>
    <For each={amounts}>{([field, name]) => <td><input class="input number" inputmode="decimal" size="9" placeholder="no limit" aria-label={`Most ${name}, limit ${props.index + 1}`} value={props.limit[field] ?? ''} onInput={(event) => props.onChange({ [field]: event.currentTarget.value.trim() || null })} /></td>}</For>
    <td><input class="input number" inputmode="numeric" size="5" placeholder="any" aria-label={`Most withdrawals of a day, limit ${props.index + 1}`} value={props.limit.countPerDay ?? ''} onInput={(event) => props.onChange({ countPerDay: event.currentTarget.value.trim() === '' ? null : Number(event.currentTarget.value) })} /></td>
    <td><button type="button" class="button bare text-red" onClick={props.onRemove}>Remove</button></td>
  </tr>
);

function LimitsForm(props: { readonly limits: readonly Limit[]; readonly onDone: () => void }): JSX.Element {
  const [draft, setDraft] = createStore<Limit[]>(props.limits.map((limit) => ({ ...limit })));
  const save = async (): Promise<void> => {
    if (await doing(() => api.setLimits(unwrap(draft)), 'In force for every withdrawal reviewed from now on.')) props.onDone();
  };
  return (
    <form class="stack" onSubmit={(event) => { event.preventDefault(); inBackground(save()); }}>
      <Table label="Limits" columns={['For each', 'Currency', 'One withdrawal', 'A day', '30 days', 'Count a day', { name: 'Actions', is: 'unseen' }]}>
        <For each={draft} fallback={<tr><td colspan="7" class="nothing">There is no limit.</td></tr>}>{(limit, index) => <Row limit={limit} index={index()} onChange={(change) => setDraft(index(), change)} onRemove={() => setDraft(produce((rows) => void rows.splice(index(), 1)))} />}</For>
      </Table>
      <Show when={mayWrite()}><div class="row"><button type="submit" class="button first">Set all limits</button><button type="button" class="button" onClick={() => setDraft(draft.length, { ...empty })}>Add one</button><span class="hint">What is not here is no limit any more.</span></div></Show>
    </form>
  );
}

/** How much a tenant’s customers may withdraw. */
export function Limits(): JSX.Element {
  const limits = createLive(api.limits);
  return (
    <Panel title="Limits" aside="days are UTC days of the tenant’s clock">
      <div class="body"><Known of={limits}>{(known) => <LimitsForm limits={known().data} onDone={() => inBackground(limits.refresh())} />}</Known></div>
    </Panel>
  );
}
