import { createSignal, type JSX } from 'solid-js';
import { Problem } from '../api/client.ts';
import { inBackground } from '../ui/in-background.ts';
import { Brand, Wrong } from '../ui/marks.tsx';
import { signIn } from './session.ts';

export function SignIn(): JSX.Element {
  const [key, setKey] = createSignal('');
  const [problem, setProblem] = createSignal<Error>();
  const [busy, setBusy] = createSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(key().trim());
    } catch (error) {
      setProblem(error instanceof Problem && error.status === 401 ? new Error('This key opens nothing here: it is unknown, or was revoked.') : (error as Error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <form onSubmit={(event) => inBackground(submit(event))}>
        <h1 class="brand"><Brand /> Sluice</h1>
        <div class="field">
          <label for="key">Operator’s key</label>
          <input id="key" class="input mono" type="password" autocomplete="off" spellcheck={false} autofocus required value={key()} onInput={(event) => setKey(event.currentTarget.value)} />
          <span class="hint">Kept in this page’s memory alone. A reload forgets it.</span>
        </div>
        <Wrong problem={problem()} />
        <button class="button first" type="submit" disabled={busy() || key().trim() === ''}>Sign in</button>
      </form>
    </main>
  );
}
