import { A, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { DeadLetter } from '../api/shapes.ts';
import { useCounts } from '../shell/frame.tsx';
import { mayWrite } from '../shell/session.ts';
import { Table } from '../ui/table.tsx';
import { Dialog, ReasonDialog } from '../ui/dialog.tsx';
import { countText, shortId, timeText } from '../ui/format.ts';
import { Known } from '../ui/known.tsx';
import { Age, Panel } from '../ui/marks.tsx';
import { say } from '../ui/toasts.tsx';

type Decision = 'redrive' | 'discard';

const means: Readonly<Record<Decision, string>> = {
  redrive: 'Puts them back into the queues that they came from, with all their attempts before them. Every command is safe to repeat.',
  discard: 'Gives them up for good. What they would have done is not done.',
};

/** What one says, read when it is opened. */
function LetterDialog(props: { readonly letter: DeadLetter; readonly onClose: () => void }): JSX.Element {
  const opened = createLive(() => api.deadLetter(props.letter.id));
  return (
    <Dialog open onClose={props.onClose} title={props.letter.type}>
      <p class="notice">{props.letter.cause}</p>
      <dl class="pairs"><dt>First</dt><dd><Age since={props.letter.firstAt} /> ago</dd><dt>Last</dt><dd><Age since={props.letter.lastAt} /> ago</dd><dt>Attempts</dt><dd>{props.letter.attempts}</dd></dl>
      <Known of={opened}>{(known) => <pre class="mono body-text" tabindex="0" aria-label="Body, masked">{known().body}</pre>}</Known>
      <p class="hint">Names and long numbers are masked by the service that has it: they do not leave it.</p>
    </Dialog>
  );
}

interface LettersProps { readonly letters: readonly DeadLetter[]; readonly chosen: ReadonlySet<string>; readonly onTurn: (id: string) => void; readonly onOpen: (letter: DeadLetter) => void }

const Letters = (props: LettersProps): JSX.Element => (
  <Table label="Messages of this cause" columns={[{ name: 'Chosen', is: 'unseen' }, 'Message', 'Service', 'Withdrawal', { name: 'Attempts', is: 'number' }, 'Last']}>
    <For each={props.letters}>{(letter) => (
        <tr>
          <td><input type="checkbox" aria-label={`Choose ${letter.type} of ${timeText(letter.lastAt)}`} checked={props.chosen.has(letter.id)} onChange={() => props.onTurn(letter.id)} /></td>
          <td><button type="button" class="button bare text-water mono" onClick={() => props.onOpen(letter)}>{letter.type}</button></td><td>{letter.service}</td>
          <td><Show when={letter.withdrawalId} fallback={<span class="quiet">of none</span>}>{(id) => <A class="mono" href={`/withdrawals/${id()}`}>{shortId(id())}</A>}</Show></td>
          <td class="number">{letter.attempts}</td><td><Age since={letter.lastAt} /> ago</td>
        </tr>
    )}</For>
  </Table>
);

/** Parked messages by cause; those of one cause are redriven or discarded together, or the chosen ones alone. */
export function DeadLetters(): JSX.Element {
  const counts = useCounts();
  const [query, setQuery] = useSearchParams<{ cause: string }>();
  const causes = createMemo(() => counts.value()?.causes ?? []);
  const cause = (): string | undefined => causes().find((each) => each.cause === query.cause)?.cause ?? causes()[0]?.cause;
  const letters = createLive(() => (cause() === undefined ? Promise.resolve({ data: [], nextCursor: null }) : api.deadLetters({ cause: cause(), limit: 200 })));
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [decision, setDecision] = createSignal<Decision>();
  const [open, setOpen] = createSignal<DeadLetter>();
  const count = (): number => (chosen().size > 0 ? chosen().size : (causes().find((each) => each.cause === cause())?.count ?? 0));
  const turn = (id: string): void => void setChosen((ids) => new Set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]));
  const carryOut = async (reason: string): Promise<void> => {
    const [wanted, named] = [decision(), cause()];
    if (wanted === undefined || named === undefined) return;
    const done = await api[wanted](chosen().size > 0 ? { ids: [...chosen()], reason } : { cause: named, reason });
    say(`${countText(done.count)} ${wanted === 'redrive' ? 'redriven' : 'discarded'}.`);
    setChosen(new Set<string>());
    await Promise.all([counts.refresh(), letters.refresh()]);
  };
  return (
    <Show when={causes().length > 0} fallback={<p class="nothing panel">No message was parked.</p>}>
      <div class="split">
        <Panel title="By cause">
          <ul class="causes">
            <For each={causes()}>{(each) => <li><button type="button" aria-pressed={cause() === each.cause} onClick={() => { setQuery({ cause: each.cause }); setChosen(new Set<string>()); }}><strong class="number">{countText(each.count)}</strong><span>{each.cause}</span></button></li>}</For>
          </ul>
        </Panel>
        <Panel title={<>Messages <span class="quiet">{letters.value()?.data.length}</span></>} aside="a message’s name opens its body">
          <div class="body stack">
            <Show when={mayWrite()}>
              <div class="row">
                <button type="button" class="button first" onClick={() => setDecision('redrive')}>Redrive {countText(count())} …</button>
                <button type="button" class="button danger" onClick={() => setDecision('discard')}>Discard {countText(count())} …</button>
                <span class="hint">{chosen().size > 0 ? 'the chosen ones' : 'all of this cause'}</span>
              </div>
            </Show>
            <Known of={letters}>{(known) => <Letters letters={known().data} chosen={chosen()} onTurn={turn} onOpen={setOpen} />}</Known>
          </div>
        </Panel>
      </div>
      <Show when={open()} keyed>{(letter) => <LetterDialog letter={letter} onClose={() => setOpen(undefined)} />}</Show>
      <Show when={decision()}>{(wanted) => (
        <ReasonDialog open onClose={() => setDecision(undefined)} title={`${wanted() === 'redrive' ? 'Redrive' : 'Discard'} ${countText(count())}`} action={wanted() === 'redrive' ? 'Redrive' : 'Discard'} danger={wanted() === 'discard'} onDo={carryOut}>
          <p class="second">{means[wanted()]}</p><p class="notice">{cause()}</p>
        </ReasonDialog>
      )}</Show>
    </Show>
  );
}
