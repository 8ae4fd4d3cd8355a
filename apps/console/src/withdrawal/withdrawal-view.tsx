import { A, useParams } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { ActionPreview, Outlook, Withdrawal } from '../api/shapes.ts';
import { mayWrite, session } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { ReasonDialog } from '../ui/dialog.tsx';
import { spaced, timeText } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Age, DialectMark, Money, Panel, PhaseBadge, Until, Wrong } from '../ui/marks.tsx';
import { say } from '../ui/toasts.tsx';
import { waitingFor } from '../ui/waiting-for.ts';
import { actionMeanings, actionNames, PreviewList } from '../withdrawals/bulk-actions.tsx';
import { EntriesPanel, LegsPanel } from './money.tsx';
import { PhaseBar } from './phase-bar.tsx';
import { SagaPanel } from './saga-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

function Actions(props: { readonly outlook: Outlook | undefined; readonly onDone: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal<ActionPreview>();
  const possible = (): readonly ActionPreview[] => props.outlook?.actions.filter((action) => action.possible) ?? [];
  const carryOut = async ({ id, action }: ActionPreview, reason: string): Promise<void> => {
    await api.act(id, action, reason);
    say(`${actionNames[action]}: done.`);
    props.onDone();
  };
  return (
    <Show when={mayWrite()}>
      <div class="row wrap">
        <For each={possible()}>{(action) => <button type="button" class={`button ${action.action === 'retry-step' ? '' : 'danger'}`} title={actionMeanings[action.action]} onClick={() => setChosen(action)}>{actionNames[action.action]} …</button>}</For>
      </div>
      <Show when={chosen()}>{(action) => (
        <ReasonDialog open onClose={() => setChosen(undefined)} title={`${actionNames[action().action]} this withdrawal`} action={actionNames[action().action]} danger={action().action !== 'retry-step'} onDo={(reason) => carryOut(action(), reason)}>
          <p class="second">{actionMeanings[action().action]}</p>
          <PreviewList previews={[action()]} />
        </ReasonDialog>
      )}</Show>
    </Show>
  );
}

/** One sentence: what it waits for, since when, and what happens if that does not come. */
function Waiting(props: { readonly withdrawal: Withdrawal; readonly outlook: Outlook | undefined }): JSX.Element {
  const waits = (): string | null => waitingFor(props.withdrawal);
  const since = (): string => props.withdrawal.history.at(-1)?.at ?? props.withdrawal.updatedAt;
  const timer = () => props.outlook?.timers.find(({ name }) => !name.includes('/'));
  const again = (): boolean => timer()?.leadsTo === timer()?.name;
  return (
    <Show when={waits()} fallback={<p class="waiting">{`It ended as ${props.withdrawal.phase}`}<Show when={props.withdrawal.endedAt}>{(at) => <> <Age since={at()} /> ago</>}</Show>.</p>}>
      <p class="waiting">
        It waits for <strong>{waits()}</strong>, since <Age since={since()} />.
        <Show when={timer()}>{(known) => <> {again() ? 'It is asked for again ' : <>If that does not come, it goes to <strong>{spaced(known().leadsTo ?? '')}</strong> </>}<Until at={known().dueAt} />.</>}</Show>
      </p>
    </Show>
  );
}

function Facts(props: { readonly withdrawal: Withdrawal }): JSX.Element {
  const traces = (): string | null | undefined => session()?.tracesUrl;
  return (
    <dl class="facts">
      <div><dt>Amount</dt><dd class="big"><Money of={props.withdrawal.amount} /></dd></div>
      <div><dt>Delivered</dt><dd class="big"><Money of={props.withdrawal.delivered} /></dd></div>
      <div><dt>Fee</dt><dd class="big"><Money of={props.withdrawal.fee} /></dd></div>
      <div><dt>Made</dt><dd><time>{timeText(props.withdrawal.createdAt)}</time></dd></div>
      <div><dt>Canonical id</dt><dd class="mono">{props.withdrawal.id}</dd></div>
      <div><dt>Version</dt><dd>{props.withdrawal.version}</dd></div>
      <Show when={props.withdrawal.traceId}>{(trace) => (
        <div><dt>Trace</dt><dd class="mono"><Show when={traces()} fallback={trace()}>{(url) => <a href={`${url()}/trace/${trace()}`} target="_blank" rel="noreferrer">{trace().slice(0, 16)}… ↗</a>}</Show></dd></div>
      )}</Show>
    </dl>
  );
}

function Timers(props: { readonly outlook: Outlook }): JSX.Element {
  return (
    <Panel title="Timers" aside="on the tenant’s clock">
      <Table label="Timers" columns={['Of', 'Due', 'Then']}>
        <For each={props.outlook.timers}>{(timer) => <tr><td>{spaced(timer.name.split('/').at(-1) ?? '')}</td><td><Until at={timer.dueAt} /></td><td>{timer.leadsTo === null ? '' : timer.leadsTo === timer.name.split('/').at(-1) ? 'asked again' : spaced(timer.leadsTo)}</td></tr>}</For>
      </Table>
    </Panel>
  );
}

/** One withdrawal: where it is, how it came there, its money, and what can be done. */
export default function WithdrawalView(): JSX.Element {
  const params = useParams<{ id: string }>();
  const mine = ({ withdrawalId, dialectId }: { readonly withdrawalId: string | null; readonly dialectId: string }): boolean => withdrawalId === params.id || dialectId === params.id;
  const withdrawal = createLive(() => api.withdrawal(params.id), { everyMs: 10_000, on: mine });
  const outlook = createLive(() => api.outlook(params.id), { everyMs: 30_000, on: mine });
  const refresh = (): void => inBackground(Promise.all([withdrawal.refresh(), outlook.refresh()]));
  return (
    <main class="page">
      <p class="hint"><A href="/withdrawals">Withdrawals</A> /</p>
      <Wrong problem={withdrawal.problem() ?? outlook.problem()} />
      <Show when={withdrawal.value()} fallback={<><h1 class="mono-head">{params.id}</h1><Show when={withdrawal.problem() === undefined}><p class="nothing" aria-busy="true">Asking …</p></Show></>}>{(known) => (
        <>
          <div class="page-head">
            <h1 class="mono-head">{known().dialectId}</h1>
            <DialectMark dialect={known().dialect} />
            <PhaseBadge phase={known().phase} hold={known().hold} />
            <span class="push"><Actions outlook={outlook.value()} onDone={refresh} /></span>
          </div>
          <Waiting withdrawal={known()} outlook={outlook.value()} />
          <PhaseBar withdrawal={known()} />
          <Facts withdrawal={known()} />
          <div class="life">
            <TimelinePanel withdrawal={known()} />
            <div class="stack">
              <LegsPanel withdrawal={known()} />
              <EntriesPanel withdrawal={known()} />
              <Show when={outlook.value()}>{(seen) => <><Show when={seen().timers.length > 0}><Timers outlook={seen()} /></Show><SagaPanel outlook={seen()} /></>}</Show>
            </div>
          </div>
        </>
      )}</Show>
    </main>
  );
}
