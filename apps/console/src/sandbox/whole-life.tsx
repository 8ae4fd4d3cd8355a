import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { dialects, type Dialect } from '../api/shapes.ts';
import { dialectNames } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Panel } from '../ui/marks.tsx';
import { playLife } from './lives.ts';

/** From an empty account to the money's arrival: all that a client would do is done, and what becomes of it is followed elsewhere. */
export function WholeLife(): JSX.Element {
  const [dialect, setDialect] = createSignal<Dialect>('bultra');
  const [amount, setAmount] = createSignal('25.00');
  const [lines, setLines] = createSignal<readonly string[]>([]);
  const [withdrawal, setWithdrawal] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const play = async (): Promise<void> => {
    setBusy(true);
    setLines([]);
    setWithdrawal(undefined);
    try {
      setWithdrawal(await playLife(dialect(), { amount: amount().trim(), tell: (line) => setLines((known) => [...known, line]) }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title="A whole life" aside="by a client of its own">
      <form class="body stack" onSubmit={(event) => { event.preventDefault(); inBackground(play()); }}>
        <label class="field"><span class="label">Dialect</span><select class="input" value={dialect()} onChange={(event) => setDialect(event.currentTarget.value as Dialect)}><For each={dialects}>{(each) => <option value={each} selected={each === dialect()}>{dialectNames[each]}</option>}</For></select></label>
        <label class="field"><span class="label">Amount deposited and withdrawn</span><input class="input" inputmode="decimal" autocomplete="off" value={amount()} onInput={(event) => setAmount(event.currentTarget.value)} /></label>
        <div class="row"><button type="submit" class="button first" disabled={busy() || amount().trim() === ''}>{busy() ? 'Playing …' : 'Play it'}</button></div>
        <Show when={lines().length > 0}><ol class="told"><For each={lines()}>{(line) => <li>{line}</li>}</For></ol></Show>
        <Show when={withdrawal()}>{(id) => <p><A class="text-water underlined" href={`/withdrawals/${id()}`}>Follow {id()}</A></p>}</Show>
      </form>
    </Panel>
  );
}
