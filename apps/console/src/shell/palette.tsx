import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, type JSX } from 'solid-js';
import { api } from '../api/operators.ts';
import type { Withdrawal } from '../api/shapes.ts';
import { Dialog } from '../ui/dialog.tsx';
import { moneyText } from '../ui/format.ts';
import type { Place } from './places.ts';
import { session, signOut, tenants } from './session.ts';
import { changeTenant } from './tenant-choice.tsx';
import { turnTheme } from './theme.ts';

interface Choice { readonly name: string; readonly hint: string; readonly go: () => void }

const ASKED_AFTER_MS = 180;

const choiceOf = ({ id, dialectId, phase, amount }: Withdrawal, navigate: (path: string) => void): Choice => ({
  name: dialectId, hint: `${moneyText(amount)} ${amount.currency}, ${phase}`, go: () => navigate(`/withdrawals/${id}`),
});

/** Withdrawals that have this text in one of their ids, asked for once nobody has typed for a moment. */
function createFound(text: () => string): () => readonly Withdrawal[] {
  const [found, setFound] = createSignal<readonly Withdrawal[]>([]);
  let asking: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    const wanted = text();
    clearTimeout(asking);
    if (wanted.length < 3) setFound([]);
    else {
      asking = setTimeout(() => {
        api.withdrawals({ text: wanted, limit: 6 }).then(({ data }) => text() === wanted && setFound(data), () => setFound([]));
      }, ASKED_AFTER_MS);
    }
  });
  return found;
}

const commandsOf = (places: readonly Place[], navigate: (path: string) => void): Choice[] => [
  ...places.map(({ name, says, path }) => ({ name, hint: says, go: () => navigate(path) })),
  { name: 'Stuck withdrawals', hint: 'longer in a step than promised', go: () => navigate('/withdrawals?stuck=true') },
  { name: 'Withdrawals that wait for documents', hint: 'hold rfi', go: () => navigate('/withdrawals?hold=rfi') },
  { name: 'Withdrawals that failed', hint: 'phase failed', go: () => navigate('/withdrawals?phase=failed') },
  ...tenants().filter(({ id }) => id !== session()?.tenant.id).map(({ id, name }) => ({ name: `Tenant ${name}`, hint: 'everything of this tenant instead', go: () => changeTenant(id, navigate) })),
  { name: 'Turn the theme', hint: 'light or dark', go: turnTheme },
  { name: 'Sign out', hint: 'forgets the key', go: signOut },
];

/** Goes anywhere by a few letters, and finds withdrawals by any id of theirs. */
export function Palette(props: { readonly open: boolean; readonly onClose: () => void; readonly places: readonly Place[] }): JSX.Element {
  const navigate = useNavigate();
  const [text, setText] = createSignal('');
  const [at, setAt] = createSignal(0);
  const found = createFound(() => text().trim());
  createEffect(() => {
    text();
    setAt(0);
  });
  const choices = createMemo((): Choice[] => {
    const wanted = text().trim().toLowerCase();
    const named = commandsOf(props.places, navigate).filter(({ name, hint }) => `${name} ${hint}`.toLowerCase().includes(wanted));
    return [...found().map((each) => choiceOf(each, navigate)), ...named];
  });
  const close = (): void => {
    setText('');
    props.onClose();
  };
  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    close();
    choice.go();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') take(choices()[at()]);
    else if (step !== 0) setAt((index) => (index + step + choices().length) % Math.max(choices().length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open={props.open} onClose={close} title="Find or go" class="palette">
      <input
        role="combobox" aria-expanded="true" aria-controls="choices" aria-activedescendant={`choice-${at()}`} aria-label="Find a withdrawal by any id, or go to a view" placeholder="Any id, reference or hash; or a view"
        value={text()} autocomplete="off" spellcheck={false} autofocus onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKey}
      />
      <ul id="choices" role="listbox" aria-label="What was found">
        <For each={choices()} fallback={<li role="option" aria-selected="false" class="quiet">Nothing is called so.</li>}>{(choice, index) => (
          <li id={`choice-${index()}`} role="option" aria-selected={index() === at()} onMouseMove={() => setAt(index())} onClick={() => take(choice)}>{choice.name}<span class="hint">{choice.hint}</span></li>
        )}</For>
      </ul>
    </Dialog>
  );
}
