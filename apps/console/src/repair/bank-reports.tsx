import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { countText, masked, spaced, timeText } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel } from '../ui/marks.tsx';
import { doing } from '../ui/toasts.tsx';

/** What the bank sent and payout could not use. */
export function BankReports(): JSX.Element {
  const unmatched = createLive(api.unmatched, { everyMs: 30_000 });
  const files = createLive(api.bankFiles, { everyMs: 30_000 });
  return (
    <>
      <Panel title="Reports that fit no payment" aside="long numbers are masked">
        <Known of={unmatched}>{(known) => <For each={known().data} fallback={<p class="nothing">Every report fitted its payment.</p>}>{(report) => (
          <div class="report"><p class="row wrap"><span class="badge amber">{spaced(report.reason)}</span><span class="quiet">{report.count > 1 ? `${report.count} times, last` : ''} <Age since={report.lastAt} /> ago</span></p><pre class="mono" tabindex="0">{masked(report.body)}</pre></div>
        )}</For>}</Known>
      </Panel>
      <Panel title="Files that were not understood completely">
        <Known of={files}>{(known) => <For each={known().data} fallback={<p class="nothing">Every file was understood.</p>}>{(file) => (
          <div class="report"><p>{file.sentence}</p><p class="quiet">{spaced(file.reason)}, by {file.source}, <Age since={file.lastAt} /> ago</p></div>
        )}</For>}</Known>
      </Panel>
    </>
  );
}

/** Our books compared with the providers’ journals and the chains. */
export function Reconciliations(): JSX.Element {
  const made = createLive(() => api.reconciliations(20), { everyMs: 30_000 });
  const [busy, setBusy] = createSignal(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    await doing(api.reconcile, 'Compared.');
    setBusy(false);
    await made.refresh();
  };
  return (
    <Panel title="Reconciliations" aside={<Show when={mayWrite()}><button type="button" class="button" disabled={busy()} onClick={() => inBackground(make())}>{busy() ? 'Comparing …' : 'Compare now'}</button></Show>}>
      <Known of={made}>{(known) => <For each={known().data} fallback={<p class="nothing">None was made yet.</p>}>{(each) => (
        <div class="report">
          <p class="row wrap"><span class={`badge ${each.breaks.length === 0 ? 'green' : 'red'}`}>{each.breaks.length === 0 ? 'no breaks' : `${countText(each.breaks.length)} breaks`}</span><span class="quiet"><Age since={each.checkedAt} /> ago</span></p>
          <Show when={each.breaks.length > 0}>
            <Table label={`Breaks found ${timeText(each.checkedAt)}`} columns={['Kind', 'Provider', 'Reference', 'Expected', 'Actual']}>
              <For each={each.breaks}>{(one) => <tr><td>{one.kind}</td><td>{one.provider}</td><td class="mono long">{one.reference}</td><td>{one.expected ?? ''}</td><td>{one.actual ?? ''}</td></tr>}</For>
            </Table>
          </Show>
        </div>
      )}</For>}</Known>
    </Panel>
  );
}
