import { createResource, For, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import { api } from '../api/operators.ts';
import type { Document } from '../api/shapes.ts';
import { Wrong } from '../ui/marks.tsx';

const MOST_PAGES = 20;
const WIDTH_PX = 760;

interface Content { readonly type: string; readonly blob: Blob }

/** Draws pages onto canvases: nothing of the document runs, and nothing is fetched for it. */
async function pagesOf(blob: Blob): Promise<readonly HTMLCanvasElement[]> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(await blob.arrayBuffer()));
  const numbers = Array.from({ length: Math.min(pdf.numPages, MOST_PAGES) }, (_, index) => index + 1);
  return Promise.all(numbers.map(async (number) => {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: (WIDTH_PX * devicePixelRatio) / page.getViewport({ scale: 1 }).width });
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.ceil(viewport.width), height: Math.ceil(viewport.height) });
    const canvasContext = canvas.getContext('2d');
    if (canvasContext === null) throw new Error('This browser cannot draw the document.');
    await page.render({ canvas, canvasContext, viewport }).promise;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `Page ${number} of ${pdf.numPages}`);
    return canvas;
  }));
}

function Picture(props: { readonly blob: Blob; readonly name: string }): JSX.Element {
  const url = URL.createObjectURL(props.blob);
  onCleanup(() => URL.revokeObjectURL(url));
  return <img src={url} alt={`The document ${props.name}`} />;
}

function Pdf(props: { readonly blob: Blob }): JSX.Element {
  const [pages] = createResource(() => props.blob, pagesOf);
  return <><Wrong problem={pages.error as Error | undefined} /><Show when={!pages.error}><Show when={pages()} fallback={<p class="nothing">Drawing …</p>}><For each={pages()}>{(page) => page}</For></Show></Show></>;
}

/** A document as it was uploaded. */
export function DocumentPage(props: { readonly document: Document }): JSX.Element {
  const [content] = createResource(() => (props.document.uploadedAt === undefined ? null : props.document.id), async (id): Promise<Content> => {
    const blob = await api.documentContent(id);
    return { type: blob.type, blob };
  });
  return (
    <div class="paper" tabindex="0" role="region" aria-label="The document">
      <Switch fallback={<p class="nothing">Reading the document …</p>}>
        <Match when={props.document.uploadedAt === undefined}><p class="nothing">Nothing was uploaded for it yet.</p></Match>
        <Match when={content.error as Error | undefined}>{(problem) => <Wrong problem={problem()} />}</Match>
        <Match when={content()?.type === 'application/pdf' && content()}>{(known) => <Pdf blob={known().blob} />}</Match>
        <Match when={content()?.type.startsWith('image/') === true && content()}>{(known) => <Picture blob={known().blob} name={props.document.filename ?? ''} />}</Match>
        <Match when={content()}><p class="nothing">It is of a type that is not shown.</p></Match>
      </Switch>
    </div>
  );
}
