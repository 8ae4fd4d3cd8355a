import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { inBackground } from '../ui/in-background.ts';
import type { Event } from './shapes.ts';

type Listener = (event: Event) => void;
const listeners = new Set<Listener>();

/** Called with every event of the log while its owner is on the page. */
export function onEvent(listener: Listener): void {
  listeners.add(listener);
  onCleanup(() => listeners.delete(listener));
}

export const tell = (event: Event): void => listeners.forEach((listener) => listener(event));

export interface Live<T> {
  readonly value: Accessor<T | undefined>;
  readonly problem: Accessor<Error | undefined>;
  readonly refresh: () => Promise<void>;
}

export interface LiveOptions {
  /** Asked again so often whatever happens. */
  readonly everyMs?: number;
  /** Which events of the log make it ask again, soon. */
  readonly on?: (event: Event) => boolean;
}

/** Events come in bursts: a withdrawal's life is a dozen of them within a second. */
const SOON_MS = 400;

/** Something that is asked for, shown, and asked for again when it may have changed; what is shown changes in place. `ask` is tracked. */
export function createLive<T extends object>(ask: () => Promise<T>, { everyMs, on }: LiveOptions = {}): Live<T> {
  const [store, setStore] = createStore<{ value?: T }>({});
  const [problem, setProblem] = createSignal<Error>();
  let asked = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const take = async (answer: Promise<T>): Promise<void> => {
    const mine = (asked += 1);
    try {
      const value = await answer;
      if (mine !== asked) return;
      setStore('value', reconcile(value, { key: 'id', merge: false }) as never);
      setProblem(undefined);
    } catch (error) {
      if (mine === asked) setProblem(error as Error);
    }
  };
  createEffect(() => inBackground(take(ask())));
  const refresh = (): Promise<void> => take(ask());
  if (everyMs !== undefined) {
    const timer = setInterval(() => document.visibilityState === 'visible' && inBackground(refresh()), everyMs);
    onCleanup(() => clearInterval(timer));
  }
  if (on !== undefined) {
    onEvent((event) => {
      if (!on(event)) return;
      soon ??= setTimeout(() => {
        soon = undefined;
        inBackground(refresh());
      }, SOON_MS);
    });
    onCleanup(() => clearTimeout(soon));
  }
  return { value: () => store.value, problem, refresh };
}
