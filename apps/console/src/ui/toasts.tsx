import { createSignal, For, type JSX } from 'solid-js';

interface Toast { readonly id: number; readonly text: string; readonly bad: boolean }

const SHOWN_MS = 6_000;
const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let last = 0;

/** A sentence that goes away by itself. */
export function say(text: string, bad = false): void {
  const toast = { id: (last += 1), text, bad };
  setToasts((shown) => [...shown.slice(-3), toast]);
  setTimeout(() => setToasts((shown) => shown.filter((other) => other !== toast)), SHOWN_MS);
}

export const Toasts = (): JSX.Element => (
  <div class="toasts" role="status" aria-live="polite">
    <For each={toasts()}>{(toast) => <p class="toast" classList={{ bad: toast.bad }}>{toast.text}</p>}</For>
  </div>
);

/** Does it, and says how it went. True when it was done. */
export async function doing(work: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await work();
    say(done);
    return true;
  } catch (error) {
    say((error as Error).message, true);
    return false;
  }
}
