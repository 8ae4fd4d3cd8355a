import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import { useCounts } from '../shell/frame.tsx';
import { countText } from '../ui/format.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel, Wrong } from '../ui/marks.tsx';

interface RowProps { readonly name: string; readonly tone: 'green' | 'amber' | 'red' | ''; readonly href?: string; readonly children: JSX.Element; readonly aside?: JSX.Element }

/** One thing that is well, or is not. */
const Row = (props: RowProps): JSX.Element => (
  <li class="check">
    <span class={`lamp ${props.tone}`} aria-hidden="true" />
    <span class="check-name"><Show when={props.href} fallback={props.name}>{(href) => <A href={href()}>{props.name}</A>}</Show></span>
    <span class="check-what">{props.children}</span>
    <span class="hint">{props.aside}</span>
  </li>
);

function Books(): JSX.Element {
  const verdict = createLive(api.invariants, { everyMs: 30_000 });
  const reconciliation = createLive(() => api.reconciliations(1), { everyMs: 30_000 });
  const broken = () => verdict.value()?.invariants.filter(({ ok }) => !ok) ?? [];
  const last = () => reconciliation.value()?.data[0];
  return (
    <Panel title="What must hold">
      <Wrong problem={reconciliation.problem()} />
      <Known of={verdict}>{(known) => <ul class="checks">
          <Row name="Invariants" tone={known().ok ? 'green' : 'red'} href={`/repair?part=invariants${known().ok ? '' : '&state=broken'}`} aside={<><Age since={known().checkedAt} /> ago</>}>{known().ok ? `all ${known().invariants.length} hold` : `${broken().length} of ${known().invariants.length} broken`}</Row>
        <For each={broken()}>{({ number, name, violations }) => <li class="check problem"><span class="lamp red" aria-hidden="true" /><span class="check-name">{number}</span><span class="check-what">{name}: {violations.slice(0, 3).join('; ')}</span></li>}</For>
        <Show when={last()} fallback={<Row name="Reconciliation" tone="">not done yet</Row>}>{(known) => (
          <Row name="Reconciliation" tone={known().breaks.length === 0 ? 'green' : 'red'} href="/repair?part=reconciliation" aside={<><Age since={known().checkedAt} /> ago</>}>{known().breaks.length === 0 ? 'no breaks' : `${known().breaks.length} breaks`}</Row>
        )}</Show>
      </ul>}</Known>
    </Panel>
  );
}

function Outside(): JSX.Element {
  const backlog = createLive(api.backlog, { everyMs: 15_000 });
  const providers = createLive(api.providers, { everyMs: 15_000 });
  return (
    <Panel title="Outside">
      <Wrong problem={providers.problem()} />
      <Known of={backlog}>{(known) => <ul class="checks">
          <Row name="Webhooks" tone={known().pending === 0 ? 'green' : known().pending > 1_000 ? 'red' : 'amber'} href="/repair?part=webhooks" aside={<Show when={known().oldestAt}>{(at) => <>oldest <Age since={at()} /></>}</Show>}>
            {known().pending === 0 ? 'nothing waits' : `${countText(known().pending)} wait for ${countText(known().endpoints)} ${known().endpoints === 1 ? 'endpoint' : 'endpoints'}`}
          </Row>
        <For each={providers.value()?.data}>{(each) => (
          <Row name={each.provider} tone={each.failed === 0 ? 'green' : each.failed * 2 > each.calls ? 'red' : 'amber'} href={`/repair?part=providers&provider=${encodeURIComponent(each.provider)}&service=${encodeURIComponent(each.service)}`} aside={<><Age since={each.lastAt} /> ago</>}>{each.failed === 0 ? `${countText(each.calls)} ${each.calls === 1 ? 'call' : 'calls'} answered` : `${countText(each.failed)} of ${countText(each.calls)} unanswered`} <span class="quiet">{each.service}</span></Row>
        )}</For>
      </ul>}</Known>
    </Panel>
  );
}

function Waiting(): JSX.Element {
  const counts = useCounts();
  return (
    <Panel title="Waits for an operator">
      <Known of={counts}>{(known) => (
        <ul class="checks">
            <Row name="Stuck" tone={known().stuck === 0 ? 'green' : 'red'} href="/withdrawals?stuck=true">{known().stuck === 0 ? 'nothing takes longer than promised' : `${known().stuck} steps take longer than promised`}</Row>
            <Row name="Documents" tone={known().documents === 0 ? 'green' : 'amber'} href="/reviews">{known().documents === 0 ? 'none to review' : `${known().documents} to review`}</Row>
            <Row name="Name matches" tone={known().referrals === 0 ? 'green' : 'amber'} href="/reviews?part=referrals">{known().referrals === 0 ? 'none to decide' : `${known().referrals} to decide`}</Row>
            <Row name="Dead letters" tone={known().deadLetters === 0 ? 'green' : 'red'} href="/repair">{known().deadLetters === 0 ? 'none' : countText(known().deadLetters)}</Row>
            <For each={known().causes.slice(0, 4)}>{({ cause, count }) => <li class="check"><span /><span class="check-name number">{countText(count)}</span><A class="check-what one-line" href={`/repair?cause=${encodeURIComponent(cause)}`} title={cause}>{cause}</A></li>}</For>
            <Show when={known().disabled > 0}><Row name="Endpoints" tone="red" href="/repair?part=webhooks">{known().disabled} disabled</Row></Show>
        </ul>
      )}</Known>
    </Panel>
  );
}

export const Attention = (): JSX.Element => <div class="thirds"><Waiting /><Books /><Outside /></div>;
