import { A } from '@solidjs/router';
import { createMemo, createSignal, For, Show, Suspense, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Document } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { ReasonDialog } from '../ui/dialog.tsx';
import { spaced } from '../ui/format.ts';
import { Age, DialectMark, Money, PhaseBadge, Wrong } from '../ui/marks.tsx';
import { say } from '../ui/toasts.tsx';
import { DocumentPage } from './document-page.tsx';

const tone: Readonly<Record<Document['status'], string>> = { PENDING: '', UPLOADED: 'amber', ACCEPTED: 'green', REJECTED: 'red' };

/** To be decided first, then what is waited for, then what is waited for no more. */
const rank = ({ awaited, status }: Document): number => (awaited && status === 'UPLOADED' ? 0 : awaited ? 1 : 2);

function Case(props: { readonly withdrawalId: string }): JSX.Element {
  const withdrawal = createLive(() => api.withdrawal(props.withdrawalId));
  return (
    <Show when={withdrawal.value()} fallback={<Wrong problem={withdrawal.problem()} />}>{(known) => (
      <dl class="pairs">
        <dt>Withdrawal</dt><dd><A class="mono" href={`/withdrawals/${known().id}`}>{known().dialectId}</A></dd>
        <dt>Dialect</dt><dd><DialectMark dialect={known().dialect} /></dd>
        <dt>Amount</dt><dd><Money of={known().amount} /></dd>
        <dt>Phase</dt><dd><PhaseBadge phase={known().phase} hold={known().hold} /></dd>
      </dl>
    )}</Show>
  );
}

function Decision(props: { readonly document: Document; readonly onDone: () => void }): JSX.Element {
  const [decision, setDecision] = createSignal<'accept' | 'reject'>();
  const carryOut = async (reason: string): Promise<void> => {
    const wanted = decision();
    if (wanted === undefined) return;
    await api.review(props.document.id, wanted, reason);
    say(wanted === 'accept' ? 'Accepted.' : 'Rejected: the client is asked again.');
    props.onDone();
  };
  return (
    <Show when={mayWrite() && props.document.awaited && props.document.status === 'UPLOADED'}>
      <div class="row"><button type="button" class="button first" onClick={() => setDecision('accept')}>Accept …</button><button type="button" class="button danger" onClick={() => setDecision('reject')}>Reject …</button></div>
      <Show when={decision()}>{(wanted) => (
        <ReasonDialog open onClose={() => setDecision(undefined)} title={`${wanted() === 'accept' ? 'Accept' : 'Reject'} this document`} action={wanted() === 'accept' ? 'Accept' : 'Reject'} danger={wanted() === 'reject'} optional={wanted() === 'accept'} onDo={carryOut}>
          <p class="second">{wanted() === 'accept' ? 'When it is the last one that is waited for, the withdrawal goes on.' : 'The client is asked for another one, and the withdrawal goes on waiting.'}</p>
        </ReasonDialog>
      )}</Show>
    </Show>
  );
}

/** The documents beside the case that they belong to. */
export function Documents(props: { readonly documents: readonly Document[]; readonly onDone: () => void }): JSX.Element {
  const ordered = createMemo(() => [...props.documents].sort((one, other) => rank(one) - rank(other) || (one.requestedAt < other.requestedAt ? -1 : 1)));
  const [chosenId, setChosenId] = createSignal<string>();
  const chosen = createMemo(() => ordered().find(({ id }) => id === chosenId()) ?? ordered()[0]);
  return (
    <Show when={ordered().length > 0} fallback={<p class="nothing panel">No document is asked for.</p>}>
      <div class="review">
        <ul class="panel picks">
          <For each={ordered()}>{(document) => (
            <li><button type="button" aria-pressed={chosen()?.id === document.id} onClick={() => setChosenId(document.id)}>
              <span class="one-line">{spaced(document.type.toLowerCase())}</span><span class={`badge ${tone[document.status]}`}>{document.status.toLowerCase()}</span>
              <span class="hint one-line">{document.filename ?? 'nothing uploaded'}</span><span class="hint"><Age since={document.uploadedAt ?? document.requestedAt} /></span>
            </button></li>
          )}</For>
        </ul>
        <Show when={chosen()} keyed>{(document) => (
          <>
            <Suspense fallback={<p class="paper nothing" aria-busy="true">Reading the document …</p>}><DocumentPage document={document} /></Suspense>
            <section class="panel aside">
              <div class="stack body">
                <h2>{spaced(document.type.toLowerCase())}</h2>
                <p class="second">{document.description}</p>
                <Decision document={document} onDone={props.onDone} />
                <Show when={document.note}>{(note) => <p class="notice">“{note()}”</p>}</Show>
                <Show when={document.reason}>{(reason) => <p class="notice">Decided so: {reason()}</p>}</Show>
                <Case withdrawalId={document.withdrawalId} />
              </div>
            </section>
          </>
        )}</Show>
      </div>
    </Show>
  );
}
