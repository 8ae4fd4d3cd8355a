import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { api } from '../api/operators.ts';
import type { Hit, ListedName, Referral } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { ReasonDialog } from '../ui/dialog.tsx';
import { shortId, spaced } from '../ui/format.ts';
import { Age, Panel } from '../ui/marks.tsx';
import { say } from '../ui/toasts.tsx';

const wordsOf = (name: string): Set<string> => new Set(name.toLowerCase().split(/[^\p{L}\p{N}]+/u));

/** A name, with the words that the other has too set off. */
const Marked = (props: { readonly name: string; readonly other: string }): JSX.Element => (
  <span class="name"><For each={props.name.split(/(?<=[\s,.-])|(?=[\s,.-])/)}>{(word) => <Show when={wordsOf(props.other).has(word.toLowerCase())} fallback={word}><mark>{word}</mark></Show>}</For></span>
);

/** Who was looked up beside who is on the list. */
const Hits = (props: { readonly hits: readonly Hit[] }): JSX.Element => (
  <Table label="Names that are alike" class="hits" columns={['Looked up', 'On the list', 'List', { name: 'Alike', is: 'number' }]}>
    <For each={props.hits}>{(hit) => (
      <tr><td><Marked name={hit.name} other={hit.listed} /></td><td><Marked name={hit.listed} other={hit.name} /></td><td>{hit.list} <span class="mono quiet">{hit.listedId}</span></td><td class="number">{Math.round(hit.score * 100)} %</td></tr>
    )}</For>
  </Table>
);

function ReferralPanel(props: { readonly referral: Referral; readonly onDone: () => void }): JSX.Element {
  const [decision, setDecision] = createSignal<'clear' | 'refuse'>();
  const carryOut = async (reason: string): Promise<void> => {
    const wanted = decision();
    if (wanted === undefined) return;
    await api.decide(props.referral.withdrawalId, wanted, reason);
    say(wanted === 'clear' ? 'Cleared: the withdrawal goes on.' : 'Refused.');
    props.onDone();
  };
  return (
    <Panel title={<A class="mono" href={`/withdrawals/${props.referral.withdrawalId}`}>{shortId(props.referral.withdrawalId)}</A>} aside={<>{spaced(props.referral.stage)}, list {props.referral.listVersion}, waits since <Age since={props.referral.referredAt} /></>}>
      <div class="body stack">
        <Show when={props.referral.hits.length > 0}><Hits hits={props.referral.hits} /></Show>
        <For each={props.referral.incomparable ?? []}>{(name) => <p class="notice amber">“{name}” cannot be compared with the names on the lists.</p>}</For>
        <Show when={mayWrite()}><div class="row"><button type="button" class="button first" onClick={() => setDecision('clear')}>Clear …</button><button type="button" class="button danger" onClick={() => setDecision('refuse')}>Refuse …</button></div></Show>
        <Show when={decision()}>{(wanted) => (
          <ReasonDialog open onClose={() => setDecision(undefined)} title={wanted() === 'clear' ? 'It is somebody else' : 'It is the same person'} action={wanted() === 'clear' ? 'Clear' : 'Refuse'} danger={wanted() === 'refuse'} onDo={carryOut}>
            <p class="second">{wanted() === 'clear' ? 'The withdrawal goes on with what else is screened at this stage.' : 'The withdrawal ends without a payment.'}</p>
          </ReasonDialog>
        )}</Show>
      </div>
    </Panel>
  );
}

export const Referrals = (props: { readonly referrals: readonly Referral[]; readonly onDone: () => void }): JSX.Element => (
  <For each={props.referrals} fallback={<p class="nothing panel">No withdrawal waits for a decision about a name.</p>}>{(referral) => <ReferralPanel referral={referral} onDone={props.onDone} />}</For>
);

/** Whoever is like somebody on the lists, whether or not anything is paid to them. */
export const ListedNames = (props: { readonly names: readonly ListedName[] }): JSX.Element => (
  <For each={props.names} fallback={<p class="nothing panel">Nobody known here is like anybody on the lists.</p>}>{(each) => (
    <Panel title={each.name} aside={<>known since <Age since={each.listedAt} />, list {each.listVersion}</>}><div class="body"><p class="mono quiet">{each.subjectId}</p><Hits hits={each.hits} /></div></Panel>
  )}</For>
);
