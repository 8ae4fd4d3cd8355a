import { createSignal, onCleanup } from 'solid-js';
import { client } from './client.ts';
import { tell } from './live.ts';

const [streaming, setStreaming] = createSignal(false);
export { streaming };

const AGAIN_AFTER_MS = 2_000;

async function readStream(signal: AbortSignal): Promise<void> {
  const events = await client.listen(signal);
  setStreaming(true);
  for await (const event of events) tell(event);
}

/** Listens to the event log while its owner is on the page, and again whenever that ends. */
export function streamEvents(): void {
  const leaving = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;
  const listen = (): void => {
    readStream(leaving.signal).catch(() => undefined).finally(() => {
      setStreaming(false);
      if (!leaving.signal.aborted) again = setTimeout(listen, AGAIN_AFTER_MS);
    });
  };
  listen();
  onCleanup(() => {
    leaving.abort();
    clearTimeout(again);
  });
}
