import { createSignal, onCleanup } from 'solid-js';
import { askRaw } from './ask.ts';
import { eventsIn } from './event-text.ts';
import { tell } from './live.ts';

const [streaming, setStreaming] = createSignal(false);
export { streaming };

const AGAIN_AFTER_MS = 2_000;

/** An EventSource cannot send a key, so the stream is read as what it is: lines of text. */
async function readStream(signal: AbortSignal): Promise<void> {
  const { body } = await askRaw('/events/stream', { signal, accept: 'text/event-stream' });
  if (body === null) return;
  setStreaming(true);
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const read = eventsIn(rest + chunk);
    rest = read.rest;
    read.events.forEach(tell);
  }
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
