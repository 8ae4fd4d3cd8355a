import { createMemo, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Entry, PayoutLeg, Withdrawal } from '../api/shapes.ts';
import { session } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { railText, shortId, spaced, timeText, transactionUrl } from '../ui/format.ts';
import { Money, Panel, Wrong } from '../ui/marks.tsx';

const toneOf = (status: string): string => (['delivered', 'completed'].includes(status) ? 'green' : status === 'failed' ? 'red' : ['cancelled', 'not_needed', 'planned', 'pending'].includes(status) ? '' : 'water');

/** By what others know the payment: the bank by its reference, everybody by its transaction. */
const Reference = (props: { readonly leg: PayoutLeg }): JSX.Element => (
  <Show when={props.leg.txHash} fallback={<span class="mono quiet">{props.leg.reference ?? ''}</span>}>
    {(hash) => <Show when={transactionUrl(props.leg.chain, hash(), session()?.sandbox !== false)} fallback={<span class="mono quiet" title={hash()}>{shortId(hash())}</span>}>{(url) => <a class="mono" href={url()} target="_blank" rel="noreferrer" title={hash()}>{shortId(hash())} ↗</a>}</Show>}
  </Show>
);

/** From where the cash comes, and in which payments it goes. */
export function LegsPanel(props: { readonly withdrawal: Withdrawal }): JSX.Element {
  return (
    <Panel title="Legs">
      <Table label="Legs" class="legs" columns={['Leg', 'Over', { name: 'Amount', is: 'number' }, 'Status']}>
            <For each={props.withdrawal.sourceLegs}>{(leg) => (
              <tr><td class="long">from {leg.positionKey}</td><td>{leg.chain === null ? '' : railText(leg.chain)}</td><td class="number"><Money of={leg.amount} /></td><td><span class={`badge ${toneOf(leg.status)}`}>{spaced(leg.status)}</span></td></tr>
            )}</For>
            <For each={props.withdrawal.payoutLegs}>{(leg) => (
              <>
                <tr>
                  <td class="long">payment<Show when={leg.attempt > 1}> <span class="badge amber">attempt {leg.attempt}</span></Show><br /><Reference leg={leg} /></td><td>{railText(leg.rail ?? leg.chain)}</td><td class="number"><Money of={leg.amount} /></td>
                  <td><span class={`badge ${toneOf(leg.status)}`}>{spaced(leg.status)}</span></td>
                </tr>
                <Show when={leg.failureReason}>{(why) => <tr><td colspan="4" class="problem">{why()}</td></tr>}</Show>
              </>
            )}</For>
      </Table>
    </Panel>
  );
}

const isZero = (amount: string): boolean => /^-?0(\.0*)?$/.test(amount);

/** The lines of one booking: what was debited on the left, what was credited on the right. */
const EntryRows = (props: { readonly entry: Entry }): JSX.Element => (
  <>
    <tr class="entry-head"><th scope="rowgroup" colspan="3">{spaced(props.entry.kind)} <span class="quiet">{timeText(props.entry.at)}</span></th></tr>
    <For each={props.entry.lines}>{(line) => (
      <tr>
        <td class="mono one-line account" title={line.accountId}>{line.accountId.includes(':') ? line.accountId : shortId(line.accountId)}</td>
        <td class="number"><Show when={!isZero(line.debit)}><Money of={{ currency: line.currency, amount: line.debit }} /></Show></td>
        <td class="number"><Show when={!isZero(line.credit)}><Money of={{ currency: line.currency, amount: line.credit }} /></Show></td>
      </tr>
    )}</For>
  </>
);

/** What the ledger booked for it. Every booking is balanced; whether all are is in the trial balance. */
export function EntriesPanel(props: { readonly withdrawal: Withdrawal }): JSX.Element {
  const entries = createLive(() => api.entries(props.withdrawal.version > 0 ? props.withdrawal.id : ''));
  const rows = createMemo(() => entries.value()?.data ?? []);
  return (
    <Panel title="Entries" aside={rows().length === 0 ? '' : `${rows().length} booked`}>
      <Wrong problem={entries.problem()} />
      <Show when={rows().length > 0} fallback={<p class="nothing">Nothing is booked for it yet.</p>}>
        <Table label="Entries" class="entries" columns={['Account', { name: 'Debit', is: 'number' }, { name: 'Credit', is: 'number' }]}>
          <For each={rows()}>{(entry) => <EntryRows entry={entry} />}</For>
        </Table>
      </Show>
    </Panel>
  );
}
